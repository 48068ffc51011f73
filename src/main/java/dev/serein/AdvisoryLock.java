package dev.serein;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * A lock on a word, as <a
 * href="https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS">PostgreSQL, 13.3.5</a> has it on
 * a number: the first 64 bits of the SHA-256 of the word's UTF-8, which anybody can compute, and which no two words
 * that one meets have in common.
 */
final class AdvisoryLock {
    private static final Sql WAITING = statement("pg_advisory_xact_lock").named("transaction.lock");
    private static final Sql TRYING = statement("pg_try_advisory_xact_lock").named("transaction.tryLock");

    private AdvisoryLock() {}

    private static Sql statement(String function) {
        return Sql.of(DSL.select(DSL.function(function, SQLDataType.BOOLEAN, Sql.argument(0, SQLDataType.BIGINT))));
    }

    static void waitFor(Executor executor, String key) {
        executor.query(WAITING, arguments(key), 0, rows -> true);
    }

    static boolean take(Executor executor, String key) {
        return Objects.requireNonNull(executor.query(TRYING, arguments(key), 0, rows -> {
            rows.next();
            return rows.getBoolean(1);
        }));
    }

    private static Object[] arguments(String key) {
        return new Object[] {number(key)};
    }

    static long number(String key) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
