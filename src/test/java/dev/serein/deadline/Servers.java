package dev.serein.deadline;

import dev.serein.fault.FaultyProxy;
import dev.serein.postgres.ScratchDatabase;
import java.net.URI;

/** Ways to a scratch database. */
final class Servers {
    private Servers() {}

    static FaultyProxy proxyBefore(ScratchDatabase scratch) {
        URI server = URI.create(scratch.url());
        return FaultyProxy.before(server.getHost(), server.getPort());
    }

    /** The same database, by another way. */
    static String through(FaultyProxy proxy, ScratchDatabase scratch) {
        URI server = URI.create(scratch.url());
        return scratch.url().replace(":" + server.getPort() + "/", ":" + proxy.port() + "/");
    }
}
