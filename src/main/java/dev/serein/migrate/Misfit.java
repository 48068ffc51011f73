package dev.serein.migrate;

import dev.serein.MigrationFailed;
import dev.serein.MigrationFailed.Outcome;
import dev.serein.migrate.MigrationStatus.Entry;
import dev.serein.migrate.MigrationStatus.State;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.jspecify.annotations.Nullable;

/** Why Flyway refuses to begin: the files do not fit the history of the database, or there is none. */
final class Misfit {
    private static final String COMMAND = "dev.serein.cli.Main ";

    private final MigrationStatus status;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final StringJoiner fix = new StringJoiner("\n");

    private Misfit(MigrationStatus status) {
        this.status = status;
    }

    /** Null if it refuses for another reason. */
    static @Nullable MigrationFailed of(FlywayException refusal, FluentConfiguration configuration) {
        if (refusal.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
            return MigrationFailed.because(
                    "Cannot migrate: the schema is not empty, and has no history of migrations",
                    Map.of(),
                    "name another database; or say which version it is at: " + COMMAND + "baseline VERSION",
                    Outcome.NONE);
        }
        return refusal instanceof FlywayValidateException || refusal instanceof FlywayMigrateException
                ? new Misfit(new History(configuration).read("Cannot migrate")).failure()
                : null;
    }

    private @Nullable MigrationFailed failure() {
        name(
                "failed",
                State.FAILED,
                "mend the file, then " + COMMAND + "repair: what is done of the file is not done again");
        name(
                "edited",
                State.EDITED,
                "put the file back as it was applied, and make the change a new migration; or, if the database has it,"
                        + " " + COMMAND + "repair");
        name("missing", State.MISSING, "put the file back; or, if it is gone for good, " + COMMAND + "repair");
        name(
                "out of order",
                State.OUT_OF_ORDER,
                "give the file a version newer than all that are applied; or apply it all the same: " + COMMAND
                        + "migrate --out-of-order");
        return facts.isEmpty()
                ? null
                : MigrationFailed.because(
                        "Cannot migrate: the files do not fit the history of the database",
                        facts,
                        fix.toString(),
                        Outcome.NONE);
    }

    private void name(String what, State state, String way) {
        String scripts = status.migrations().stream()
                .filter(each -> each.state() == state)
                .map(Entry::script)
                .collect(Collectors.joining("\n"));
        if (!scripts.isEmpty()) {
            facts.put(what, scripts);
            fix.add(what + ": " + way);
        }
    }
}
