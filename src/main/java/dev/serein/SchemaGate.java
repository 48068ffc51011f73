package dev.serein;

import dev.serein.SchemaMismatch.Finding;
import dev.serein.SchemaMismatch.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets a program go on if the database has the migrations that its classes were generated from. That it has more is
 * fine: a newer release migrates while the instances of the one before still run, and start again. One round trip.
 */
final class SchemaGate {
    private static final String NO_SUCH_TABLE = "42P01";
    private static final String NO_PERMISSION = "42501";

    private final Executor executor;
    private final List<SchemaMigration> expected;
    private final String address;

    /** @param address of the database */
    SchemaGate(Executor executor, List<SchemaMigration> expected, String address) {
        this.executor = executor;
        this.expected = expected;
        this.address = address;
    }

    /** @throws SchemaMismatch naming each that is not as expected */
    void pass() {
        MigrationHistory history = history();
        if (history == null || history.isEmpty()) {
            throw SchemaMismatch.notMigrated(all(), address, HistoryPlace.ask(executor));
        }
        List<Finding> findings = findings(history, expected);
        if (!findings.isEmpty()) {
            throw SchemaMismatch.of(findings, address);
        }
    }

    /** Null if there is none. */
    private @Nullable MigrationHistory history() {
        try {
            return MigrationHistory.read(executor);
        } catch (StatementFailed e) {
            if (NO_PERMISSION.equals(e.sqlState())) {
                throw mayNotRead(HistoryPlace.ask(executor).role(), e);
            }
            if (!NO_SUCH_TABLE.equals(e.sqlState())) {
                throw e;
            }
            return null;
        }
    }

    private static StatementFailed mayNotRead(String role, StatementFailed failure) {
        return new StatementFailed(
                new ErrorText("Cannot see which migrations are applied: the role " + role + " may not read "
                                + HistoryPlace.TABLE)
                        .with("sqlstate", NO_PERMISSION)
                        .fix("grant select on " + HistoryPlace.TABLE + " to " + role),
                failure);
    }

    private List<Finding> all() {
        return expected.stream()
                .map(each -> new Finding(each, Kind.NOT_APPLIED))
                .toList();
    }

    static List<Finding> findings(MigrationHistory history, List<SchemaMigration> expected) {
        VersionNumber newest = expected.stream()
                .map(SchemaMigration::version)
                .filter(Objects::nonNull)
                .map(VersionNumber::of)
                .filter(Objects::nonNull)
                .max(VersionNumber::compareTo)
                .orElse(null);
        List<Finding> findings = new ArrayList<>();
        for (SchemaMigration each : expected) {
            Kind kind = history.differenceOf(each, newest);
            if (kind != null) {
                findings.add(new Finding(each, kind));
            }
        }
        return findings;
    }
}
