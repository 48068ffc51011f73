package dev.serein.postgres.fault;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads along with a server, and loses or holds back the answers that it is told to. One thread's but for what says
 * otherwise.
 */
final class Answers {
    private final Link link;
    private final Arrivals from;
    private final MessageLine to;
    private final Bell bell;
    private volatile boolean inTransaction;
    private volatile @Nullable Expected expected;

    Answers(Link link, Arrivals from, MessageLine to, Bell bell) {
        this.link = link;
        this.from = from;
        this.to = to;
        this.bell = bell;
    }

    /**
     * An answer that does not pass. It has as many ends as there are requests after which the server is ready again.
     */
    private static final class Expected {
        private final Fate fate;
        private int ends;
        private volatile boolean released;

        Expected(Fate fate, RoundTrip trip) {
            this.fate = fate;
            this.ends = (int) trip.messages()
                    .chars()
                    .filter(type -> "QSFc".indexOf(type) >= 0)
                    .count();
        }

        /** Whether this is its last message; that the client is to send, or to send and receive, a copy is one too. */
        boolean endsWith(Message message) {
            if (message.isReady()) {
                ends--;
            }
            return message.isReady() && ends <= 0 || message.type() == 'G' || message.type() == 'W';
        }
    }

    /** Says what becomes of the answer to what is sent next. By any thread. */
    void expect(Fate fate, RoundTrip trip) {
        expected = new Expected(fate, trip);
    }

    /** Lets go of an answer that waits. By any thread. */
    void release() {
        Expected waiting = expected;
        if (waiting != null) {
            waiting.released = true;
            bell.ring();
        }
    }

    /** Whether a transaction is open. By any thread. */
    boolean isInTransaction() {
        return inTransaction;
    }

    void forward() throws IOException {
        for (Message message = Message.read(from); message != null; message = Message.read(from)) {
            if (message.isReady()) {
                inTransaction = message.isInTransaction();
            }
            Expected answer = expected;
            if (answer == null) {
                to.add(message);
            } else {
                judge(message, answer);
            }
            if (from.available() == 0) {
                to.flush();
            }
        }
        Expected answer = expected;
        if (answer != null && answer.fate == Fate.EAT_ANSWER) {
            link.reset();
        } else {
            to.end();
        }
    }

    private void judge(Message message, Expected answer) throws IOException {
        if (answer.fate == Fate.HOLD_ANSWER) {
            to.flush();
            bell.await(() -> answer.released);
            expected = null;
            to.add(message);
        } else if (!answer.endsWith(message)) {
            if (answer.fate == Fate.HALVE_ANSWER) {
                to.add(message);
            }
        } else if (answer.fate == Fate.HALVE_ANSWER) {
            to.cut();
        } else {
            link.reset();
            throw new ConnectionCut();
        }
    }
}
