package dev.serein.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Template databases that outlast the process that made them, by what they hold. Who makes one has an advisory lock
 * meanwhile, alone; who uses one has it together with others, until its process ends. Of more than there is room for
 * the one that was not used for longest goes, if nobody uses it. Thread-safe.
 */
final class TemplateShelf {
    /** The first of a lock's two numbers; the second is of the template. */
    private static final int LOCK_SPACE = 0x5E4E2;

    private static final String PREFIX = Databases.PREFIX + "template_";
    private static final String USED = "serein template used ";
    /** Migrations that take longer than that are waited for in vain. */
    private static final Duration MOST = Duration.ofMinutes(10);

    private final ServerAddress address;
    private final Connection connection;
    private final int room;
    private final Set<String> used = new HashSet<>();

    TemplateShelf(ServerAddress address, Connection connection, int room) {
        this.address = address;
        this.connection = connection;
        this.room = room;
    }

    /** The database; null if there is none: then nobody else makes it until it is put, or the place is left empty. */
    @Nullable
    String take(String hash) {
        String name = name(hash);
        // not waited for in the server: that would keep from this connection who is to put another
        if (!until(() -> lock("pg_try_advisory_lock_shared", name))) {
            throw tooLong(name);
        }
        if (!exists(name)) {
            run("select pg_advisory_unlock_shared(" + key(name) + ")");
            if (!until(() -> lock("pg_try_advisory_lock", name))) {
                throw tooLong(name);
            }
            if (!exists(name)) {
                return null;
            }
            share(name);
        }
        use(name);
        return name;
    }

    /** Gives a database its place. {@return its name from now on} */
    String put(String hash, String made) {
        String name = name(hash);
        run("alter database \"" + made + "\" rename to \"" + name + "\"");
        use(name);
        share(name);
        makeRoom();
        return name;
    }

    void leaveEmpty(String hash) {
        run("select pg_advisory_unlock(" + key(name(hash)) + ")");
    }

    private static boolean until(BooleanSupplier happened) {
        return Wait.until(happened, MOST);
    }

    private void share(String name) {
        run("select pg_advisory_lock_shared(" + key(name) + "), pg_advisory_unlock(" + key(name) + ")");
    }

    private void use(String name) {
        run("comment on database \"" + name + "\" is '" + USED + Instant.now().toEpochMilli() + "'");
        synchronized (used) {
            used.add(name);
        }
    }

    private void makeRoom() {
        List<String> oldest = ask("select datname from pg_catalog.pg_database where datname like '"
                + PREFIX.replace("_", "\\_") + "%' order by substr(pg_catalog.shobj_description(oid, 'pg_database'), "
                + (USED.length() + 1) + ")::bigint nulls first");
        int tooMany = oldest.size() - room;
        for (String name : oldest) {
            boolean mine;
            synchronized (used) {
                mine = used.contains(name);
            }
            if (tooMany > 0 && !mine && lock("pg_try_advisory_lock", name)) {
                run(Databases.dropping(name));
                run("select pg_advisory_unlock(" + key(name) + ")");
                tooMany--;
            }
        }
    }

    private boolean exists(String name) {
        return !ask("select 1 from pg_catalog.pg_database where datname = '" + name + "'")
                .isEmpty();
    }

    private boolean lock(String function, String name) {
        return ask("select " + function + "(" + key(name) + ")").equals(List.of("t"));
    }

    private static String name(String hash) {
        return PREFIX + hash.substring(0, 32);
    }

    private static String key(String name) {
        return LOCK_SPACE + ", " + Integer.parseUnsignedInt(name.substring(PREFIX.length(), PREFIX.length() + 8), 16);
    }

    private void run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private List<String> ask(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> answer = new ArrayList<>();
            while (rows.next()) {
                answer.add(rows.getString(1));
            }
            return answer;
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private ScratchPostgresException refused(SQLException e) {
        return new ScratchPostgresException("Cannot share templates at " + address + ": " + e.getMessage(), "", e);
    }

    private ScratchPostgresException tooLong(String name) {
        return new ScratchPostgresException(
                "Another process has been making the template " + name + " at " + address + " for " + MOST.toMinutes()
                        + " minutes",
                "end it, or go without -Dserein.postgres.reuse");
    }
}
