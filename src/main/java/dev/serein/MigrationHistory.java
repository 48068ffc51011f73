package dev.serein;

import dev.serein.SchemaMismatch.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the history table says of each migration, read as Flyway reads it. What it says of others than are asked for
 * does not matter, failed ones among them: a newer release's.
 */
final class MigrationHistory {
    private static final Sql READ = Sql.of("select version, description, type, checksum, success from "
                    + HistoryPlace.TABLE + " order by installed_rank")
            .named("schema.history");

    private static final Object[] NONE = {};

    private final Map<VersionNumber, Entry> lastOfVersion = new HashMap<>();
    private final Map<String, Repeated> repeatable = new HashMap<>();
    private final boolean empty;

    /** Up to this one, everything counts as applied. */
    private @Nullable VersionNumber baseline;

    private @Nullable VersionNumber highest;

    /**
     * A row.
     *
     * @param version null of a repeatable one
     * @param checksum null of what has no file
     */
    private record Entry(
            @Nullable String version,
            String description,
            String type,
            @Nullable Integer checksum,
            boolean success) {
        /** Such as {@code SQL_BASELINE}, of a file, and {@code BASELINE}, of none. */
        boolean isBaseline() {
            return success && (type.endsWith("BASELINE") || type.endsWith("STATE_SCRIPT"));
        }

        /** Repaired, for its file is gone; or undone, by an edition of Flyway that can. */
        boolean isTakenBack() {
            return type.equals("DELETE") || type.startsWith("UNDO");
        }
    }

    /** The runs of a repeatable one, since it was last taken back. */
    private static final class Repeated {
        private final Set<Integer> applied = new HashSet<>();
        private final Set<Integer> failed = new HashSet<>();
        private boolean withoutChecksum;
        /** The highest version when it was last applied. */
        private @Nullable VersionNumber after;
    }

    private MigrationHistory(List<Entry> entries) {
        empty = entries.isEmpty();
        for (Entry entry : entries) {
            if (entry.version == null) {
                repeat(entry);
                continue;
            }
            VersionNumber version = VersionNumber.of(entry.version);
            if (version != null) {
                lastOfVersion.put(version, entry);
                if (entry.success && !entry.isTakenBack() && version.isAfter(highest)) {
                    highest = version;
                }
                if (entry.isBaseline() && version.isAfter(baseline)) {
                    baseline = version;
                }
            }
        }
    }

    /** One round trip. */
    static MigrationHistory read(Executor executor) {
        return new MigrationHistory(executor.query(READ, NONE, 0, MigrationHistory::entries));
    }

    private static List<Entry> entries(ResultSet rows) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        while (rows.next()) {
            entries.add(new Entry(
                    rows.getString(1),
                    rows.getString(2),
                    rows.getString(3),
                    rows.getObject(4, Integer.class),
                    rows.getBoolean(5)));
        }
        return entries;
    }

    private void repeat(Entry entry) {
        if (entry.isTakenBack()) {
            repeatable.remove(entry.description);
            return;
        }
        Repeated runs = repeatable.computeIfAbsent(entry.description, any -> new Repeated());
        if (!entry.success) {
            if (entry.checksum != null) {
                runs.failed.add(entry.checksum);
            }
            return;
        }
        runs.after = highest;
        if (entry.checksum == null) {
            runs.withoutChecksum = true;
        } else {
            runs.applied.add(entry.checksum);
        }
    }

    /** Whether nothing was ever migrated. */
    boolean isEmpty() {
        return empty;
    }

    /**
     * What is the matter with a migration.
     *
     * @param newest the highest version of those that are expected; null if they have none
     * @return null if nothing is
     */
    @Nullable
    Kind differenceOf(SchemaMigration expected, @Nullable VersionNumber newest) {
        VersionNumber version = expected.version() == null ? null : VersionNumber.of(expected.version());
        return version == null ? ofRepeatable(expected, newest) : ofVersion(expected, version);
    }

    private @Nullable Kind ofVersion(SchemaMigration expected, VersionNumber version) {
        Entry last = lastOfVersion.get(version);
        if (last == null && isAtOrBelow(version, baseline)) {
            return null;
        }
        if (last == null || last.isTakenBack()) {
            // a baseline is only ever applied to an empty database; where the migrations were that it stands for, never
            return isBaseline(expected) && isAtOrBelow(version, highest) ? null : Kind.NOT_APPLIED;
        }
        if (!last.success) {
            return Kind.FAILED;
        }
        boolean sameFile = !isAtOrBelow(version, baseline) && !isBaseline(expected);
        return sameFile && last.checksum != null && last.checksum != expected.checksum() ? Kind.EDITED : null;
    }

    private static boolean isAtOrBelow(VersionNumber version, @Nullable VersionNumber other) {
        return other != null && !version.isAfter(other);
    }

    /** As Flyway names the files. */
    private static boolean isBaseline(SchemaMigration expected) {
        String script = expected.script();
        return script.startsWith("B", script.lastIndexOf('/') + 1);
    }

    private @Nullable Kind ofRepeatable(SchemaMigration expected, @Nullable VersionNumber newest) {
        Repeated runs = repeatable.get(expected.description());
        if (runs == null) {
            return Kind.NOT_APPLIED;
        }
        if (runs.withoutChecksum || runs.applied.contains(expected.checksum())) {
            return null; // a newer release may have applied it again since
        }
        if (runs.failed.contains(expected.checksum())) {
            return Kind.FAILED;
        }
        if (runs.applied.isEmpty()) {
            return Kind.NOT_APPLIED;
        }
        boolean ofNewerRelease = runs.after != null && runs.after.isAfter(newest);
        return ofNewerRelease ? null : Kind.OUTDATED;
    }
}
