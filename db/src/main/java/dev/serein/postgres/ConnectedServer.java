package dev.serein.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * A server that ran before and goes on running. Its owner's number is an advisory lock that a connection holds as long
 * as this process lives: a database whose owner's lock is free was left by a process that was killed.
 */
final class ConnectedServer implements Server {
    /** The first of the lock's two numbers; the second is the owner's. */
    private static final int LOCK_SPACE = 0x5E4E1;

    private static final int LOGIN_SECONDS = 10;

    private final ServerAddress address;
    private final Connection alive;
    private final String owner;

    private ConnectedServer(ServerAddress address, Connection alive, String owner) {
        this.address = address;
        this.alive = alive;
        this.owner = owner;
    }

    static ConnectedServer connect(PostgresProvider.ExistingServer provider, PostgresOptions options) {
        return connect(ServerAddress.parse(provider.url()), wanted(options));
    }

    @SuppressWarnings("try") // the connection goes into the server
    static ConnectedServer connect(ServerAddress address, Map<String, String> wanted) {
        try {
            DataSource source = address.dataSource(address.database());
            source.setLoginTimeout(LOGIN_SECONDS);
            Connection alive = source.getConnection();
            try (Statement statement = alive.createStatement()) {
                requireSupported(statement);
                requireParameters(statement, address, wanted);
                statement.execute("set idle_session_timeout = 0");
                mayCreateDatabases(statement, address);
                String scope = scope(statement);
                dropLeftovers(statement, scope);
                return new ConnectedServer(address, alive, scope + newOwner(statement));
            } catch (SQLException | RuntimeException e) {
                alive.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new ScratchPostgresException(
                    "Cannot use the PostgreSQL at " + address + ": " + reason(e),
                    "check the URL; the role needs the CREATEDB attribute",
                    e);
        }
    }

    private static String reason(SQLException e) {
        return e.getMessage() + " (SQLSTATE " + e.getSQLState() + ")";
    }

    private static void requireSupported(Statement statement) throws SQLException {
        try (ResultSet version = statement.executeQuery("show server_version_num")) {
            version.next();
            ScratchPostgres.requireSupported(version.getInt(1) / 10_000);
        }
    }

    private static Map<String, String> wanted(PostgresOptions options) {
        Map<String, String> wanted = new TreeMap<>(options.parameters());
        if (options.tls()) {
            wanted.put("ssl", "on");
        }
        return wanted;
    }

    private static void requireParameters(Statement statement, ServerAddress address, Map<String, String> wanted)
            throws SQLException {
        for (Map.Entry<String, String> parameter : wanted.entrySet()) {
            String name = parameter.getKey();
            String asked = parameter.getValue();
            // 1min, or 60 where the unit is the second
            try (ResultSet row = statement.executeQuery("select current_setting('" + name + "', true), max(setting)"
                    + " from pg_catalog.pg_settings where name = '" + name + "'")) {
                row.next();
                if (row.getString(1) == null) {
                    throw new ScratchPostgresException(
                            "The server at " + address + " has no parameter " + name, ServerLog.MEND_PARAMETER);
                }
                if (!asked.equals(row.getString(1)) && !asked.equals(row.getString(2))) {
                    throw new ScratchPostgresException(
                            "The server at " + address + " has " + name + " = " + row.getString(1) + ", not " + asked,
                            "set it there (alter system set " + name + " = '" + asked.replace("'", "''")
                                    + "'), or ask for embedded");
                }
            }
        }
    }

    private static void mayCreateDatabases(Statement statement, ServerAddress address) throws SQLException {
        try (ResultSet role = statement.executeQuery(
                "select rolcreatedb or rolsuper from pg_catalog.pg_roles where rolname = current_user")) {
            if (!role.next() || !role.getBoolean(1)) {
                throw new ScratchPostgresException(
                        "The role " + address.user() + " may not create databases at " + address,
                        "alter role " + address.user() + " createdb");
            }
        }
    }

    /**
     * What the names of a database begin with whose lock can be seen from this connection. Advisory locks are of one
     * database (section 13.3.5 of PostgreSQL's manual): a lock that somebody holds in another looks free from here.
     */
    private static String scope(Statement statement) throws SQLException {
        try (ResultSet oid = statement.executeQuery(
                "select to_hex(oid::bigint) from pg_catalog.pg_database where datname = current_database()")) {
            oid.next();
            return "in" + oid.getString(1) + "_";
        }
    }

    private static void dropLeftovers(Statement statement, String scope) throws SQLException {
        Pattern left = Pattern.compile(Databases.PREFIX + scope + "([0-9a-f]{8})_.*");
        List<String> databases = new ArrayList<>();
        try (ResultSet names = statement.executeQuery("select datname, pg_catalog.shobj_description(oid, 'pg_database')"
                + " from pg_catalog.pg_database where pg_catalog.pg_get_userbyid(datdba) = current_user")) {
            while (names.next()) {
                if (KeptMark.isOver(names.getString(2))) {
                    databases.add(names.getString(1));
                }
            }
        }
        for (String database : databases) {
            Matcher owned = left.matcher(database);
            if (owned.matches() && lock(statement, owned.group(1))) {
                statement.execute(Databases.dropping(database));
                statement.execute("select pg_advisory_unlock(" + LOCK_SPACE + ", " + number(owned.group(1)) + ")");
            }
        }
    }

    private static String newOwner(Statement statement) throws SQLException {
        String owner;
        do {
            owner = String.format("%08x", ThreadLocalRandom.current().nextInt());
        } while (!lock(statement, owner));
        return owner;
    }

    private static boolean lock(Statement statement, String owner) throws SQLException {
        try (ResultSet locked =
                statement.executeQuery("select pg_try_advisory_lock(" + LOCK_SPACE + ", " + number(owner) + ")")) {
            return locked.next() && locked.getBoolean(1);
        }
    }

    private static int number(String owner) {
        return Integer.parseUnsignedInt(owner, 16);
    }

    /** What shows the others that this process lives, and what it uses. */
    Connection alive() {
        return alive;
    }

    @Override
    public ServerAddress address() {
        return address;
    }

    @Override
    public String owner() {
        return owner;
    }

    @Override
    public synchronized String keep(String database) {
        try (Statement statement = alive.createStatement()) {
            statement.execute("comment on database \"" + database + "\" is '" + KeptMark.now() + "'");
            return "the next run of tests in this folder";
        } catch (SQLException e) {
            throw new ScratchPostgresException("Cannot keep " + database + " at " + address + ": " + reason(e), "", e);
        }
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    /** The databases were dropped before; the server stays. */
    @Override
    public void close() {
        try {
            alive.close();
        } catch (SQLException e) {
            throw new ScratchPostgresException("Cannot let go of " + address, "", e);
        }
    }
}
