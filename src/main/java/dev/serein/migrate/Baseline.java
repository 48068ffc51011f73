package dev.serein.migrate;

import dev.serein.ConnectionFailed;
import dev.serein.MigrationFailed;
import dev.serein.connection.ConnectFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

/** The begin of a history in a database that is older than it. */
final class Baseline {
    private static final Pattern VERSION = Pattern.compile("\\d+([._]\\d+)*");
    private static final int LONGEST_VERSION = 50;
    private static final int LONGEST_DESCRIPTION = 200;

    private final String version;
    private final String description;

    /** @throws MigrationFailed if they cannot be kept */
    Baseline(String version, String description) {
        this.version = version.strip().replace('_', '.');
        this.description = description.strip();
        if (!VERSION.matcher(this.version).matches() || this.version.length() > LONGEST_VERSION) {
            throw refused(
                    "Cannot baseline: \"" + version + "\" is not a version",
                    "say that of the newest file whose work is in the database already, such as 20261123101530");
        }
        if (this.description.isEmpty() || this.description.length() > LONGEST_DESCRIPTION) {
            throw refused(
                    "Cannot baseline: the description has " + this.description.length() + " characters",
                    "say in 1 to " + LONGEST_DESCRIPTION + " characters where the database comes from");
        }
    }

    /** To be called when it is this migrator's turn. */
    BaselineReport begin(FluentConfiguration flyway) {
        String purpose = "Cannot baseline at " + version;
        refuseAnother(purpose, new History(flyway).infos(purpose));
        forgetStepsOfAnother(purpose, flyway);
        try {
            flyway.baselineVersion(version)
                    .baselineDescription(description)
                    .load()
                    .baseline();
        } catch (FlywayException e) {
            throw isOfEmptyHistory(e)
                    ? refused(
                            purpose + ": there is a history already, and it is empty",
                            "drop table " + flyway.getTable() + ", and baseline again")
                    : FlywayFailure.of(purpose, e, flyway);
        }
        return report(new History(flyway).read(purpose));
    }

    /** A history that was dropped has left what it knew of interrupted migrations; it is not this one's. */
    private static void forgetStepsOfAnother(String purpose, FluentConfiguration flyway) {
        try (Connection connection = flyway.getDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists \"" + flyway.getTable() + "_steps\"");
        } catch (ConnectFailure e) {
            throw ConnectionFailed.of(e);
        } catch (SQLException e) {
            throw MigrationFailed.refused(purpose, e, Map.of(), null, MigrationFailed.Outcome.NONE);
        }
    }

    private void refuseAnother(String purpose, List<MigrationInfo> infos) {
        List<MigrationInfo> applied = infos.stream()
                .filter(info -> info.getInstalledRank() != null && info.getType() != CoreMigrationType.SCHEMA)
                .toList();
        MigrationInfo first = applied.isEmpty() ? null : applied.get(0);
        if (first == null || applied.size() == 1 && isThis(first)) {
            return;
        }
        throw first.getType() == CoreMigrationType.BASELINE
                ? refused(
                        purpose + ": the history begins at " + first.getVersion() + " (" + first.getDescription()
                                + ") already",
                        "run migrate; or, if that version is wrong and nothing was applied since, drop table "
                                + "flyway_schema_history, and baseline again")
                : refused(
                        purpose + ": the history has migrations already, from " + first.getScript() + " on",
                        "run migrate: there is nothing to adopt");
    }

    private boolean isThis(MigrationInfo info) {
        return info.getType() == CoreMigrationType.BASELINE
                && info.getVersion().getVersion().equals(version)
                && info.getDescription().equals(description);
    }

    private BaselineReport report(MigrationStatus status) {
        return new BaselineReport(
                version,
                description,
                scripts(status, MigrationStatus.State.BASELINE),
                scripts(status, MigrationStatus.State.PENDING));
    }

    private static List<String> scripts(MigrationStatus status, MigrationStatus.State state) {
        return status.migrations().stream()
                .filter(entry -> entry.state() == state && entry.appliedAt() == null)
                .map(MigrationStatus.Entry::script)
                .toList();
    }

    private static boolean isOfEmptyHistory(FlywayException failure) {
        return String.valueOf(failure.getMessage()).contains("as it already exists, and is empty");
    }

    private static MigrationFailed refused(String sentence, @Nullable String fix) {
        return MigrationFailed.because(sentence, Map.of(), fix, MigrationFailed.Outcome.NONE);
    }
}
