package dev.serein;

/**
 * The part of a server's connections that one instance of an application may take. Kept back are the server's own
 * (three, or a tenth where a provider keeps more) and two for the migrations and for whoever has to look what is wrong.
 * The rest is divided by the instances and, as old and new ones overlap while a release rolls out, a quarter more.
 *
 * @param limit the connections that the server allows
 * @param instances the processes that share them, each with a pool
 */
record PoolSize(int limit, int instances) {
    private static final int LEAST_RESERVED = 3;
    private static final int MIGRATION_AND_SHELL = 2;

    /** The pool's size; below 1 if the limit is too small. */
    int connections() {
        return Math.floorDiv(limit - reserved(limit) - MIGRATION_AND_SHELL, overlapping());
    }

    private static int reserved(int limit) {
        return Math.max(LEAST_RESERVED, ceiling(limit, 10));
    }

    /** The most instances that run while a release rolls out. */
    private int overlapping() {
        return instances + ceiling(instances, 4);
    }

    private static int ceiling(int number, int divisor) {
        return number / divisor + (number % divisor == 0 ? 0 : 1);
    }

    /** Why no pool fits, and the number to change. */
    String problem() {
        PoolSize enough = this;
        while (enough.connections() < 1) {
            enough = new PoolSize(enough.limit + 1, instances);
        }
        return limit + " connections are too few for " + instances + (instances == 1 ? " instance: " : " instances: ")
                + reserved(limit) + " are the server's, " + MIGRATION_AND_SHELL + " are for migrations and psql, and "
                + overlapping() + " instances run while a release rolls out; the least that works is " + enough.limit;
    }

    @Override
    public String toString() {
        return limit + " for " + instances;
    }
}
