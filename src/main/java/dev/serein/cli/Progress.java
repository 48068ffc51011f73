package dev.serein.cli;

import dev.serein.migrate.Blocker;
import dev.serein.migrate.MigrationEvent;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Shows what is told while migrations are applied. */
@FunctionalInterface
interface Progress extends Consumer<MigrationEvent> {
    static Progress of(Surroundings surroundings) {
        return surroundings.rewritable()
                ? new RewrittenLine(surroundings.err())
                : new Lines(surroundings.err(), surroundings.clock());
    }

    /** Nothing more is told; what is written next begins a line. */
    default void end() {}

    /** One line; who may not be seen has no name. */
    static String names(List<Blocker> blockers) {
        return blockers.isEmpty()
                ? "somebody"
                : blockers.stream().map(Blocker::toString).collect(Collectors.joining(", "));
    }
}
