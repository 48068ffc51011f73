package dev.serein;

import org.jspecify.annotations.Nullable;

/** What became of a transaction, for what was to be done then. Its thread's alone. */
final class Outcome {
    private @Nullable Effects effects;
    private Consequence consequence = Effects::rolledBack;

    private interface Consequence {
        void of(Effects effects);
    }

    /** Those of an attempt; what the attempts before it asked for is forgotten. */
    void of(Effects ofAttempt) {
        effects = ofAttempt;
    }

    void isCommitted() {
        consequence = Effects::committed;
    }

    void isUnknown() {
        consequence = Effects::unknown;
    }

    /** Does it, outside of the body that the thread may be in. */
    void tell(Bodies bodies) {
        if (effects == null || effects.isEmpty()) {
            return;
        }
        Bodies.Body around = bodies.suspend();
        try {
            consequence.of(effects);
        } finally {
            bodies.resume(around);
        }
    }
}
