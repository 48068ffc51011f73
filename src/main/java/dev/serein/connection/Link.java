package dev.serein.connection;

import java.net.Socket;
import org.postgresql.jdbc.PgConnection;

/**
 * A connection that was just made.
 *
 * @param connection the driver's
 * @param socket what lies under it, below TLS: closing it ends every wait on the connection at once
 * @param incarnation which of the server, as text: a server that crashed may give a transaction's number to another one
 * @param pooled whether a pooler that may hand each transaction to another session stands in between
 */
public record Link(PgConnection connection, Socket socket, String incarnation, boolean pooled) {
    /**
     * Since when the server knows of all transactions, as far as it knows: what tells one incarnation of it from the
     * next, as an expression of SQL. A crash, be it of one of its processes, makes a new one, and begins its statistics
     * anew; a stop keeps both.
     */
    public static final String INCARNATION = "extract(epoch from (select stats_reset from pg_stat_bgwriter))::text";
}
