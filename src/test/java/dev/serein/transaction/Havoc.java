package dev.serein.transaction;

import dev.serein.fault.RestartableServer;
import dev.serein.postgres.fault.Fate;
import dev.serein.postgres.fault.FaultyProxy;
import dev.serein.postgres.fault.RoundTrip;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * All that goes wrong between an application and its server, again and again: round trips are lost, above all COMMITs
 * and the answers to them, sockets are cut, sessions ended, and the server stopped, killed and started. One thread's.
 */
final class Havoc {
    private static final int BLOWS_TO_AN_OUTAGE = 20;
    private static final int OF_COMMITS = 12; // one of so many
    private static final int OF_STATEMENTS = 100;
    private static final List<Fate> COMMIT_FATES =
            List.of(Fate.EAT, Fate.STRAND, Fate.RESET, Fate.EAT_ANSWER, Fate.HALVE_ANSWER);
    private static final List<Fate> STATEMENT_FATES = List.of(Fate.EAT, Fate.RESET, Fate.EAT_ANSWER);

    private final RestartableServer server;
    private final FaultyProxy proxy;
    private final List<Long> crashes = new ArrayList<>();
    private int blows;
    private int cuts;

    Havoc(RestartableServer server, FaultyProxy proxy) {
        this.server = server;
        this.proxy = proxy;
        proxy.messages().follow(Havoc::fate);
    }

    private static Fate fate(RoundTrip trip) {
        List<Fate> fates = trip.commits() ? COMMIT_FATES : STATEMENT_FATES;
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return trip.executes() && random.nextInt(trip.commits() ? OF_COMMITS : OF_STATEMENTS) == 0
                ? fates.get(random.nextInt(fates.size()))
                : Fate.PASS;
    }

    /** One more blow: every so often an outage, otherwise a socket or a session. */
    void strike() {
        blows++;
        if (blows % BLOWS_TO_AN_OUTAGE == 0) {
            outage(blows / BLOWS_TO_AN_OUTAGE);
        } else if (blows % 2 == 0) {
            cuts += proxy.cutOne() ? 1 : 0;
        } else {
            cuts += Integer.parseInt(server.ask("""
                    select count(pg_terminate_backend(pid)) from (
                        select pid from pg_stat_activity where usename = 'postgres' order by random() limit 1) one"""));
        }
    }

    private void outage(int number) {
        switch (number % 3) {
            case 1 -> server.stop();
            case 2 -> crash(server::stopImmediately);
            default -> crash(server::kill);
        }
        server.start();
    }

    private void crash(Runnable end) {
        end.run();
        crashes.add(System.nanoTime());
    }

    /** How many connections it has ended, those not counted that an outage did. */
    int cuts() {
        return cuts + proxy.messages().faults();
    }

    /** When the server crashed, by {@link System#nanoTime}. */
    List<Long> crashes() {
        return crashes;
    }

    /** From now on all is well. */
    void stop() {
        proxy.messages().pass();
    }
}
