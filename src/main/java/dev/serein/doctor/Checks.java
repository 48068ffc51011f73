package dev.serein.doctor;

import java.util.List;
import java.util.stream.Stream;

/** All checks there are, in the order in which they are made. */
final class Checks {
    private static final List<Check> ALL = Stream.concat(ServerChecks.all().stream(), SchemaChecks.all().stream())
            .toList();

    private Checks() {}

    static List<Check> all() {
        return ALL;
    }

    static List<String> names(List<Check> checks) {
        return checks.stream().map(Check::name).toList();
    }

    /**
     * Leaves some out.
     *
     * @throws IllegalArgumentException if there is no check of that name
     */
    static List<Check> without(List<Check> checks, List<String> names) {
        List<String> known = names(ALL);
        for (String name : names) {
            if (!known.contains(name) && !names(checks).contains(name)) {
                throw new IllegalArgumentException(
                        "There is no check " + name + "; there are " + String.join(", ", known));
            }
        }
        return checks.stream().filter(each -> !names.contains(each.name())).toList();
    }
}
