package dev.serein.flyway;

/**
 * A statement of a migration.
 *
 * @param sql its text, placeholders filled in, without the semicolon
 * @param line in which it begins, from 1, behind the comments before it
 * @param inTransaction whether PostgreSQL runs it inside of a transaction; false for {@code create index concurrently}
 *     and its like
 */
public record ScriptStatement(String sql, int line, boolean inTransaction) {}
