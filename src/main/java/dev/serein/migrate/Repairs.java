package dev.serein.migrate;

import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resolver.ResolvedMigration;
import org.flywaydb.core.internal.info.MigrationInfoImpl;
import org.jspecify.annotations.Nullable;

/** What is wrong in the history, and how Flyway mends it. */
final class Repairs {
    private static final String PURPOSE = "Cannot repair the history";

    private final FluentConfiguration flyway;

    Repairs(FluentConfiguration flyway) {
        this.flyway = flyway;
    }

    /** What {@link #repair} would do now, in the order of the history. */
    List<Repair> planned() {
        List<Repair> repairs = new ArrayList<>();
        for (MigrationInfo info : new History(flyway).infos(PURPOSE)) {
            Repair repair = of(info);
            if (repair != null) {
                repairs.add(repair);
            }
        }
        return List.copyOf(repairs);
    }

    /** To be called when it is this migrator's turn. */
    List<Repair> repair() {
        List<Repair> repairs = planned();
        if (!repairs.isEmpty()) {
            try {
                flyway.load().repair();
            } catch (FlywayException e) {
                throw FlywayFailure.of(PURPOSE, e, flyway);
            }
        }
        return repairs;
    }

    private static @Nullable Repair of(MigrationInfo info) {
        MigrationStatus.State state = History.state(info);
        if (state == MigrationStatus.State.FAILED) {
            return repair(
                    Repair.Kind.REMOVE_FAILED,
                    info,
                    "Remove the failed entry of " + info.getScript()
                            + ": what it had done before it failed stays in the database; "
                            + (info.getState() == MigrationState.FAILED
                                    ? "the next migrate goes on behind it"
                                    : "its file is not here"));
        }
        if (state == MigrationStatus.State.MISSING) {
            return repair(
                    Repair.Kind.MARK_DELETED,
                    info,
                    "Mark " + info.getScript()
                            + " as deleted, because its file is gone: what it did stays in the database");
        }
        if (state == MigrationStatus.State.EDITED) {
            return repair(
                    Repair.Kind.TAKE_FILE,
                    info,
                    "Take " + info.getScript() + " as it is now (" + difference(info)
                            + ") for what was applied: the database stays as the old file made it");
        }
        return isKeptWithoutPlaceholders(info)
                ? repair(
                        Repair.Kind.TAKE_FILE,
                        info,
                        "Take the checksum of " + info.getScript() + " with its placeholders filled in")
                : null;
    }

    private static Repair repair(Repair.Kind kind, MigrationInfo info, String sentence) {
        String version = info.getVersion() == null ? null : info.getVersion().getVersion();
        return new Repair(kind, version, info.getScript(), sentence);
    }

    private static String difference(MigrationInfo info) {
        ResolvedMigration file = ((MigrationInfoImpl) info).getResolvedMigration();
        List<String> differences = new ArrayList<>();
        if (!file.checksumMatches(info.getChecksum())) {
            differences.add("checksum " + file.getChecksum() + " in place of " + info.getChecksum());
        }
        if (!History.isDescribedAlike(file.getDescription(), info.getDescription())) {
            differences.add(
                    "description \"" + file.getDescription() + "\" in place of \"" + info.getDescription() + "\"");
        }
        if (file.getType() != info.getType()) {
            differences.add("type " + file.getType() + " in place of " + info.getType());
        }
        return String.join(", ", differences);
    }

    /** Old versions of Flyway kept the checksum of a repeatable one so; it counts as the same. */
    private static boolean isKeptWithoutPlaceholders(MigrationInfo info) {
        ResolvedMigration file = ((MigrationInfoImpl) info).getResolvedMigration();
        return info.getVersion() == null
                && file != null
                && info.getType() != CoreMigrationType.DELETE
                && info.getInstalledRank() != null
                && info.getState() != MigrationState.DELETED
                && file.checksumMatchesWithoutBeingIdentical(info.getChecksum());
    }
}
