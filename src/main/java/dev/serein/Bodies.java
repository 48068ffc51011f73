package dev.serein;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of transactions that run now, each on its thread: what runs there on the database itself is part of none
 * of them, which is most likely a mistake. Of one database; thread-safe.
 */
final class Bodies {
    private static final String STATEMENT =
            "A statement runs on the database although its thread is in a transaction: it is not part of that";
    private static final String TRANSACTION =
            "A transaction begins on the database although its thread is in one: it is not part of that";
    private static final String FORGOTTEN =
            "A transaction has run nothing, but its thread has run statements on the database: none was part of it";
    private static final String LEAKED =
            "A result is still open when the transaction that it comes from ends: its rows cannot be read any more";

    private final Misuse misuse;
    private final ThreadLocal<@Nullable Body> present = new ThreadLocal<>();

    Bodies(Misuse misuse) {
        this.misuse = misuse;
    }

    /** One that runs. Its thread's alone. */
    static final class Body {
        private final ServerTransaction server;
        private final @Nullable String name;
        private final @Nullable Body outer;
        private boolean bypassed;

        private Body(ServerTransaction server, @Nullable String name, @Nullable Body outer) {
            this.server = server;
            this.name = name;
            this.outer = outer;
        }
    }

    /** A statement is about to run outside of all transactions. */
    void statement() {
        Body around = present.get();
        if (around != null) {
            around.bypassed = true;
            found(STATEMENT, around, "use tx, not db, in the body");
        }
    }

    /** A transaction is about to begin that is not a part of another one. */
    void transaction(TransactionOptions options) {
        Body around = present.get();
        if (around != null && !options.isIndependent()) {
            around.bypassed = true;
            found(
                    TRANSACTION,
                    around,
                    "use tx.transaction(…), a savepoint; one of its own on purpose is withIndependent(true)");
        }
    }

    private void found(String summary, Body around, String fix) {
        misuse.found(new Misuse.Finding(summary, around.name, List.of(), fix), CallSite.below(Bodies.class));
    }

    /**
     * A body begins.
     *
     * @return what to {@link #leave}; null if it is not watched: in the transaction of another, such as a framework,
     *     the database lends that one's connection
     */
    @Nullable
    Body enter(ServerTransaction server, @Nullable String name) {
        if (misuse.isIgnored() || server.isOfAnother()) {
            return null;
        }
        Body body = new Body(server, name, present.get());
        present.set(body);
        return body;
    }

    /** A body has returned, and is about to be committed. */
    void returned(@Nullable Body body) {
        if (body == null) {
            return;
        }
        String open = body.server.openResult();
        if (open != null) {
            misuse.found(
                    new Misuse.Finding(LEAKED, body.name, List.of("sql", open), "fetch() it, or close it, in the body"),
                    CallSite.below(Bodies.class));
        }
        if (body.bypassed && body.server.isUntouched()) {
            found(FORGOTTEN, body, "use tx, not db, in the body");
        }
    }

    /** A body is over; nothing the second time. */
    void leave(@Nullable Body body) {
        if (body != null && present.get() == body) {
            resume(body.outer);
        }
    }

    /** What follows a transaction is in no body, although it may run within one. {@return to be given to resume} */
    @Nullable
    Body suspend() {
        Body around = present.get();
        present.remove();
        return around;
    }

    void resume(@Nullable Body around) {
        if (around == null) {
            present.remove();
        } else {
            present.set(around);
        }
    }
}
