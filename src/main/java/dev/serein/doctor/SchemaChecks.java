package dev.serein.doctor;

import java.util.List;
import java.util.stream.Stream;

/** The checks of tables, indexes, keys, sequences, vacuum and storage. */
final class SchemaChecks {
    private SchemaChecks() {}

    static List<Check> all() {
        return Stream.concat(
                        IndexHealth.checks().stream(),
                        Stream.of(
                                ForeignKeyWithoutIndex.check(),
                                RedundantIndex.same(),
                                RedundantIndex.beginning(),
                                new SequenceNearEnd(),
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
                                new CollationVersion()))
                .toList();
    }
}
