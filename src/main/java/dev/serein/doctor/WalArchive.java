package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether WAL goes to an archive, as far as the server knows. Where it does not, nothing is found: what is not archived
 * may be streamed, or be on disks that a provider copies, and no server knows of that.
 */
final class WalArchive implements Check {
    private static final int MANY = 64;
    private static final int HEX = 16;

    private static final String SQL = """
            select failed_count, extract(epoch from clock_timestamp() - last_failed_time), last_failed_wal,
              extract(epoch from clock_timestamp() - last_archived_time), last_archived_wal,
              last_failed_time > coalesce(last_archived_time, '-infinity') as failing,
              pg_walfile_name(pg_current_wal_lsn()),
              (pg_walfile_name_offset(pg_current_wal_lsn())).file_offset
            from pg_stat_archiver
            """;

    private final Duration patience;
    private final int most;

    WalArchive() {
        this(Duration.ofDays(1), MANY);
    }

    /**
     * @param patience for WAL that has been written and not been archived
     * @param most the files that may wait
     */
    WalArchive(Duration patience, int most) {
        this.patience = patience;
        this.most = most;
    }

    @Override
    public String name() {
        return "wal-archive";
    }

    private record Archiver(
            long failures,
            double failedAgo,
            @Nullable String failed,
            double archivedAgo,
            @Nullable String archived,
            boolean failing,
            String current,
            long offset) {}

    @Override
    public List<Finding> ask(Visit visit) throws SQLException, CannotSee {
        if (visit.setting("wal_level").equals("minimal")) {
            return finding(
                    Severity.WARNING,
                    "wal_level is minimal: no backup can be taken while the server runs, and no standby can follow",
                    "set wal_level = replica, and restart the server");
        }
        if (visit.setting("archive_mode").equals("off")) {
            throw new CannotSee("archive_mode is off; whether backups are made in another way, as providers copy disks,"
                    + " cannot be seen from here: see when the last one was restored for a test");
        }
        if (visit.facts().recovering()) {
            throw new CannotSee("this server is a standby; examine the primary");
        }
        List<Finding> command = ofCommand(visit);
        return command.isEmpty() ? of(ask(visit, SQL), visit) : command;
    }

    /** Only some roles may see it. */
    private List<Finding> ofCommand(Visit visit) {
        String command = visit.visibleSetting("archive_command").orElse("?");
        boolean none = command.isBlank() || command.equals("(disabled)");
        if (none && visit.visibleSetting("archive_library").orElse("").isBlank()) {
            return finding(
                    Severity.DANGER,
                    "archive_mode is " + visit.setting("archive_mode")
                            + ", and there is no archive_command: all WAL is kept, until the disk is full",
                    "set archive_command, or archive_mode = off and restart the server");
        }
        return command.strip().matches("(/usr)?(/bin/)?true|:")
                ? finding(
                        Severity.WARNING,
                        "archive_command is " + command.strip() + ": WAL is thrown away, and not archived",
                        "set an archive_command that stores WAL elsewhere")
                : List.of();
    }

    private static Archiver ask(Visit visit, String sql) throws SQLException {
        return visit.rows(
                        sql,
                        row -> new Archiver(
                                row.getLong(1),
                                row.getDouble(2),
                                row.getString(3),
                                row.getDouble(4),
                                row.getString(5),
                                row.getBoolean(6),
                                row.getString(7),
                                row.getLong(8)))
                .get(0);
    }

    private List<Finding> of(Archiver archiver, Visit visit) {
        String last = archiver.archived == null
                ? "none has been archived"
                : "the last one was archived " + Figures.time(archiver.archivedAgo) + " ago";
        if (archiver.failing) {
            return finding(
                    Severity.DANGER,
                    "Archiving WAL fails: " + Figures.count(archiver.failures, "failure") + ", the last one "
                            + Figures.time(archiver.failedAgo) + " ago; " + last,
                    "see the server's log for what archive_command says; until then WAL is kept, and fills the disk");
        }
        long size = Long.parseLong(visit.setting("wal_segment_size"));
        long behind = archiver.archived == null || !isOfWal(archiver.archived)
                ? 0
                : number(archiver.current, size) - number(archiver.archived, size);
        if (behind > most) {
            return finding(
                    Severity.WARNING,
                    "Archiving WAL is late: " + behind + " files wait; " + last,
                    "have archive_command store several files at once, or somewhere faster");
        }
        boolean written = archiver.offset > size / 16;
        return archiver.archived != null && written && archiver.archivedAgo >= patience.toSeconds()
                ? finding(
                        Severity.WARNING,
                        Figures.bytes(archiver.offset) + " of WAL are in no archive; " + last,
                        "set archive_timeout = '5min', and select pg_reload_conf()")
                : List.of();
    }

    /** Not that of a history, which is archived after a failover; that of a backup has the name of its first WAL. */
    private static boolean isOfWal(String file) {
        return file.matches("[0-9A-F]{24}(\\..*)?");
    }

    /** Of a file's name: the timeline, and the number in two parts. */
    private static long number(String file, long size) {
        return Long.parseLong(file.substring(8, 16), HEX) * ((1L << 32) / size)
                + Long.parseLong(file.substring(16, 24), HEX);
    }

    private List<Finding> finding(Severity severity, String problem, String fix) {
        return List.of(new Finding(name(), severity, problem, List.of(), fix));
    }
}
