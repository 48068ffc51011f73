package dev.serein.connection;

import java.net.Socket;
import org.postgresql.jdbc.PgConnection;

/**
 * A connection that was just made.
 *
 * @param connection the driver's
 * @param socket what lies under it, below TLS: closing it ends every wait on the connection at once
 * @param pooled whether a pooler that may hand each transaction to another session stands in between
 */
public record Link(PgConnection connection, Socket socket, boolean pooled) {}
