package dev.serein.migrate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;

/** What a database has of the files, by their checksums. */
final class Released {
    private final Checksums files;

    Released(Checksums files) {
        this.files = files;
    }

    Checksums of(List<MigrationInfo> history) {
        Map<String, Integer> byScript = new TreeMap<>();
        for (MigrationInfo info : history) {
            Integer checksum = checksum(info);
            if (checksum != null) {
                byScript.put(info.getScript(), checksum);
            }
        }
        return new Checksums(byScript);
    }

    /** Null of what is not applied, and of what is no file. */
    private @Nullable Integer checksum(MigrationInfo info) {
        MigrationStatus.State state = History.state(info);
        if (state == null) {
            return null;
        }
        return switch (state) {
            case APPLIED -> isAsItsFile(info) ? files.byScript().get(info.getScript()) : info.getChecksum();
            case EDITED, MISSING, AHEAD -> info.getChecksum();
            case BASELINE -> files.byScript().get(info.getScript());
            case PENDING, OUT_OF_ORDER, FAILED -> null;
        };
    }

    /** Of a repeatable one the history has another checksum than the file: with the placeholders filled in. */
    private static boolean isAsItsFile(MigrationInfo info) {
        return info.getState() != MigrationState.OUTDATED;
    }
}
