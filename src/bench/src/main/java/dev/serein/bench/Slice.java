package dev.serein.bench;

/**
 * What a peer did in one of its turns.
 *
 * @param client nanoseconds of processor time
 * @param server the same of PostgreSQL
 * @param others the same of whatever else ran on the machine
 */
record Slice(Answer answer, long client, long server, long others) {
    /** Of all processors' time. */
    private static final double TOLERATED = 0.1;

    boolean isDisturbed() {
        return others > TOLERATED * answer.nanos() * Cpu.processors();
    }

    double perSecond() {
        return answer.operations() * 1e9 / answer.nanos();
    }

    /** Microseconds for one operation. */
    double clientCost() {
        return client / 1e3 / answer.operations();
    }

    /** Microseconds for one operation. */
    double serverCost() {
        return server / 1e3 / answer.operations();
    }

    double bytes() {
        return answer.bytes() < 0 ? Double.NaN : (double) answer.bytes() / answer.operations();
    }
}
