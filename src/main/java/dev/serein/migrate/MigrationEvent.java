package dev.serein.migrate;

import java.time.Duration;
import java.util.List;

/** What is told while migrations are applied. Times are since the begin of what it is about. */
public sealed interface MigrationEvent {

    /**
     * Another migrator has the turn. Told when it is first seen, and then about once a second.
     *
     * @param holders who has it
     * @param waited until now
     */
    record WaitingForTurn(List<Blocker> holders, Duration waited) implements MigrationEvent {}

    /**
     * A migration begins; again for each attempt.
     *
     * @param script the file
     * @param attempt from 1
     */
    record Started(String script, int attempt) implements MigrationEvent {}

    /**
     * A migration is at work. Told about once a second.
     *
     * @param script the file
     * @param elapsed until now
     * @param blockers who holds the lock that it waits for; empty if it does not wait
     */
    record Running(String script, Duration elapsed, List<Blocker> blockers) implements MigrationEvent {}

    /**
     * A lock could not be had within the lock timeout; what was waiting has let the others through, and is tried again.
     *
     * @param script the file
     * @param blockers who held it when they were last looked at
     * @param pause until the next attempt
     */
    record GaveWay(String script, List<Blocker> blockers, Duration pause) implements MigrationEvent {}

    /**
     * An index that an interrupted build has left is invalid; it is dropped, and built again.
     *
     * @param script the file
     * @param index its name, with its schema
     */
    record Rebuilding(String script, String index) implements MigrationEvent {}

    /**
     * A migration is applied.
     *
     * @param migration which one
     */
    record Done(MigrationReport.Applied migration) implements MigrationEvent {}
}
