package dev.serein.doctor;

import dev.serein.Database;
import dev.serein.connection.EffectiveSetting;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** What is examined, in one line. */
final class Subject {
    private Subject() {}

    static String of(Database database, Facts facts) {
        String version = Objects.requireNonNull(facts.settings().get("server_version"))
                .value()
                .replaceFirst(" .*", "");
        String where = database.options()
                .map(options -> " at " + hosts(options.effective()))
                .orElse("");
        return "PostgreSQL " + version + where + ", database " + facts.database() + ", role " + facts.role();
    }

    /** As they were said; a port for all of them, or one for each. */
    private static String hosts(List<EffectiveSetting> settings) {
        String[] hosts = value(settings, "host").split(",", -1);
        String[] ports = value(settings, "port").split(",", -1);
        return String.join(
                ",",
                IntStream.range(0, hosts.length)
                        .mapToObj(i -> hosts[i] + ":" + ports[Math.min(i, ports.length - 1)])
                        .toList());
    }

    private static String value(List<EffectiveSetting> settings, String name) {
        return settings.stream()
                .filter(each -> each.name().equals(name))
                .map(EffectiveSetting::value)
                .findFirst()
                .orElse("");
    }
}
