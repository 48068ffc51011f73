package dev.serein.doctor;

import java.util.List;
import java.util.stream.Stream;

/** The checks of tables, indexes, keys, sequences, vacuum and storage. */
final class SchemaChecks {
    private SchemaChecks() {}

    /** Those of the library come last: some of them wait for locks, and what fails is dear for what comes after it. */
    static List<Check> all() {
        return Stream.concat(
                        Stream.of(
                                ForeignKeyWithoutIndex.check(),
                                RedundantIndex.same(),
                                RedundantIndex.beginning(),
                                new SequenceNearEnd(),
                                new IntegerKeyNearEnd(),
                                ConstraintChecks.notValid(),
                                ConstraintChecks.otherType(),
                                ConstraintChecks.disabledTrigger(),
                                ConstraintChecks.idlePolicy(),
                                Wraparound.ofTransactions(),
                                Wraparound.ofMultixacts(),
                                VacuumChecks.deadRows(),
                                VacuumChecks.notAnalyzed(),
                                VacuumChecks.switchedOff(),
                                StorageChecks.unlogged(),
                                StorageChecks.readWhole(),
                                StorageChecks.outdatedExtensions(),
                                new CollationVersion()),
                        IndexHealth.checks().stream())
                .toList();
    }
}
