package dev.serein.migrate;

import dev.serein.migrate.MigrationStatus.Entry;
import dev.serein.migrate.MigrationStatus.State;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resolver.ResolvedMigration;
import org.flywaydb.core.internal.info.MigrationInfoImpl;
import org.flywaydb.core.internal.schemahistory.SchemaHistory;
import org.flywaydb.core.internal.util.AbbreviationUtils;
import org.jspecify.annotations.Nullable;

/** The files beside the history: how each migration stands. Reads only; a history that is not there is empty. */
final class History {
    private final FluentConfiguration flyway;

    History(FluentConfiguration flyway) {
        this.flyway = flyway;
    }

    /**
     * Looks now.
     *
     * @param purpose what cannot be done if it fails, such as {@code Cannot read the history}
     * @throws dev.serein.DatabaseException if the server cannot be asked, or the files contradict each other
     */
    MigrationStatus read(String purpose) {
        return new MigrationStatus(entries(infos(purpose)));
    }

    /** The files that the next migrate applies. */
    Set<String> pending(String purpose) {
        return read(purpose).migrations().stream()
                .filter(entry -> entry.state() == State.PENDING)
                .map(Entry::script)
                .collect(Collectors.toSet());
    }

    List<MigrationInfo> infos(String purpose) {
        try {
            return List.of(flyway.load().info().all());
        } catch (FlywayException e) {
            throw FlywayFailure.of(purpose, e, flyway);
        }
    }

    private static List<Entry> entries(List<MigrationInfo> infos) {
        List<Entry> entries = new ArrayList<>();
        Set<String> again = new HashSet<>();
        for (MigrationInfo info : infos) {
            if (info.getVersion() == null && info.getState() == MigrationState.PENDING) {
                again.add(info.getDescription());
            }
        }
        List<MigrationInfo> outdated = new ArrayList<>();
        for (MigrationInfo info : infos) {
            State state = state(info);
            boolean repeatable = info.getVersion() == null;
            if (repeatable && state == State.APPLIED && again.contains(info.getDescription())) {
                outdated.add(info); // told by the entry that says that it is to be applied again
            } else if (state != null) {
                entries.add(entry(info, state, lastRun(info, repeatable ? outdated : List.of())));
            }
        }
        return entries;
    }

    private static @Nullable Date lastRun(MigrationInfo info, List<MigrationInfo> before) {
        Date last = info.getInstalledOn();
        for (MigrationInfo each : before) {
            if (last == null && each.getDescription().equals(info.getDescription())) {
                last = each.getInstalledOn();
            }
        }
        return last;
    }

    private static Entry entry(MigrationInfo info, State state, @Nullable Date at) {
        return new Entry(
                info.getVersion() == null ? null : info.getVersion().getVersion(),
                info.getDescription(),
                info.getScript(),
                state,
                at == null ? null : at.toInstant());
    }

    /** Null of what is no migration, or is told by another entry. */
    static @Nullable State state(MigrationInfo info) {
        if (info.getType() == CoreMigrationType.SCHEMA
                || info.getType() == CoreMigrationType.DELETE
                || info.getType().isUndo()) {
            return null;
        }
        return switch (info.getState()) {
            case PENDING, ABOVE_TARGET, AVAILABLE -> State.PENDING;
            case IGNORED -> State.OUT_OF_ORDER;
            case BASELINE, BELOW_BASELINE, BASELINE_IGNORED -> State.BASELINE;
            case FAILED, MISSING_FAILED, FUTURE_FAILED -> State.FAILED;
            case MISSING_SUCCESS -> State.MISSING;
            case FUTURE_SUCCESS -> State.AHEAD;
            case SUCCESS, OUT_OF_ORDER -> isEdited(info) ? State.EDITED : State.APPLIED;
            case OUTDATED -> State.APPLIED;
            case SUPERSEDED, DELETED, UNDONE -> null;
        };
    }

    /** A repeatable one may be. What Flyway tells of the type and the description in an info is never there. */
    private static boolean isEdited(MigrationInfo info) {
        ResolvedMigration file = ((MigrationInfoImpl) info).getResolvedMigration();
        return info.getVersion() != null
                && file != null
                && !(file.checksumMatches(info.getChecksum())
                        && file.getType() == info.getType()
                        && isDescribedAlike(file.getDescription(), info.getDescription()));
    }

    /** A long description is cut where it is kept. */
    static boolean isDescribedAlike(String ofFile, String kept) {
        return AbbreviationUtils.abbreviateDescription(ofFile).equals(kept)
                || ofFile.isEmpty() && kept.equals(SchemaHistory.NO_DESCRIPTION_MARKER);
    }
}
