package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Slots that keep WAL for somebody who does not come: it fills the disk. */
final class ReplicationSlots implements Check {
    private static final long MUCH = 1L << 30;
    private static final long TOO_MUCH = 10 * MUCH;

    /**
     * One that was never read reserves nothing. Those that a standby keeps in step with its primary's are never in use
     * there.
     */
    private static final String SQL = """
            select slot_name, active, wal_status, greatest(pg_wal_lsn_diff(
                case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end, restart_lsn), 0)
            from pg_replication_slots
            where not temporary and (restart_lsn is not null or wal_status is not null)%s
            order by 4 desc nulls first, 1
            """;

    private final long much;
    private final long tooMuch;

    ReplicationSlots() {
        this(MUCH, TOO_MUCH);
    }

    /**
     * @param much the bytes that an unused slot may hold until the disk is in danger
     * @param tooMuch the bytes that one that is in use may hold
     */
    ReplicationSlots(long much, long tooMuch) {
        this.much = much;
        this.tooMuch = tooMuch;
    }

    @Override
    public String name() {
        return "replication-slots";
    }

    private record Slot(String name, boolean active, String status, long bytes) {
        boolean isLost() {
            return status.equals("lost");
        }

        @Override
        public String toString() {
            return name
                    + (isLost() ? ": lost" : ": holds " + Figures.bytes(bytes) + " of WAL")
                    + (active ? "" : ", nobody reads it")
                    + (status.equals("unreserved") ? ", about to be lost" : "");
        }
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException {
        boolean synced = visit.isAtLeast(170_000) && visit.facts().recovering();
        List<Slot> slots = visit.rows(
                SQL.formatted(synced ? " and not synced" : ""),
                row -> new Slot(
                        row.getString(1),
                        row.getBoolean(2),
                        row.getString(3) == null ? "" : row.getString(3),
                        row.getLong(4)));
        boolean bounded = !visit.setting("max_slot_wal_keep_size").equals("-1");
        List<Finding> findings = new ArrayList<>();
        List<Slot> unused = slots.stream()
                .filter(each -> !each.active && !each.isLost())
                // there they are kept for a failover, and moved on by who keeps them
                .filter(each -> !visit.facts().recovering() || each.bytes >= much)
                .toList();
        List<Slot> late = slots.stream()
                .filter(each -> each.active && !each.isLost())
                .filter(each -> each.bytes >= tooMuch || each.status.equals("unreserved"))
                .toList();
        List<Slot> lost = slots.stream().filter(Slot::isLost).toList();
        if (!unused.isEmpty()) {
            long held = unused.get(0).bytes;
            findings.add(finding(
                    held >= much && !bounded ? Severity.DANGER : Severity.WARNING,
                    Figures.count(unused.size(), "replication slot") + (unused.size() == 1 ? " is" : " are")
                            + " read by nobody, and WAL is kept for " + (unused.size() == 1 ? "it" : "them") + ": "
                            + Figures.bytes(held),
                    unused,
                    "select pg_drop_replication_slot(name) if nobody comes back"
                            + (bounded ? "" : "; and set max_slot_wal_keep_size, which bounds all of them")));
        }
        if (!late.isEmpty()) {
            findings.add(finding(
                    Severity.WARNING,
                    Figures.count(late.size(), "replication slot") + (late.size() == 1 ? " is" : " are")
                            + " read too slowly: " + Figures.bytes(late.get(0).bytes) + " of WAL are kept",
                    late,
                    "see what keeps the reader; a large transaction is kept until it ends"));
        }
        if (!lost.isEmpty()) {
            findings.add(finding(
                    Severity.WARNING,
                    Figures.count(lost.size(), "replication slot") + (lost.size() == 1 ? " has" : " have")
                            + " lost WAL that its reader would need",
                    lost,
                    "build the reader anew, and select pg_drop_replication_slot(name)"));
        }
        return findings;
    }

    private Finding finding(Severity severity, String problem, List<Slot> slots, String fix) {
        return new Finding(
                name(), severity, problem, slots.stream().map(Slot::toString).toList(), fix);
    }
}
