package dev.serein.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Has statements planned, in a savepoint that is rolled back, and looks for tables that are read from end to end. */
final class ScanSearch {
    /** Large enough to be told from a table of a test, small enough to be counted at once. */
    private static final long COUNTED = 100_000;
    /**
     * An index is taken wherever there is one that serves a condition, for a join, too. Partitions would be ruled out
     * by the nulls.
     */
    private static final String SETTINGS = """
            set transaction read only;
            set local enable_seqscan = off;
            set local enable_hashjoin = off;
            set local enable_mergejoin = off;
            set local enable_partition_pruning = off;
            set local max_parallel_workers_per_gather = 0;
            set local plan_cache_mode = force_generic_plan;
            set local lock_timeout = '2s'""";

    private static final String FACTS = """
            select c.oid, coalesce(pg_partition_root(c.oid), c.oid)::oid as root,
                   (select rn.nspname || '.' || r.relname from pg_class r join pg_namespace rn on rn.oid = r.relnamespace
                     where r.oid = coalesce(pg_partition_root(c.oid), c.oid)) as name,
                   format('%I.%I', n.nspname, c.relname) as quoted,
                   exists (select from pg_index i join pg_class ic on ic.oid = i.indexrelid
                            where i.indrelid = c.oid and ic.relname = ? and i.indpred is not null) as some_rows
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = ? and c.relname = ? and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
            """;

    /** The server, the connection, the time. */
    private static final Pattern NOT_OF_THE_STATEMENT = Pattern.compile("08|53|57|58|XX");

    private static final Pattern UNKNOWN_TYPE = Pattern.compile("\\$(\\d+)");
    private static final String INDETERMINATE_DATATYPE = "42P18";

    private final Connection connection;
    private final long moreThanRows;
    private final Map<String, Long> counts = new HashMap<>();

    ScanSearch(Connection connection, long moreThanRows) {
        this.connection = connection;
        this.moreThanRows = moreThanRows;
    }

    List<SequentialScan> among(List<LoggedStatement> statements) throws SQLException {
        Map<String, LoggedStatement> first = new LinkedHashMap<>();
        statements.stream().filter(each -> each.error() == null).forEach(each -> first.putIfAbsent(each.sql(), each));
        List<SequentialScan> found = new ArrayList<>();
        boolean ours = connection.getAutoCommit();
        connection.setAutoCommit(false);
        Savepoint before = connection.setSavepoint();
        try {
            execute(SETTINGS);
            for (LoggedStatement each : first.values()) {
                found.addAll(scans(each));
            }
        } finally {
            connection.rollback(before); // a transaction of another, such as a framework, goes on as it was
            if (ours) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
        return List.copyOf(found);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<SequentialScan> scans(LoggedStatement statement) throws SQLException {
        Map<String, Table> tables = new LinkedHashMap<>();
        for (Explainable each : Explainable.of(statement.sql())) {
            for (PlanScans.Scan scan : PlanScans.of(plan(each, statement))) {
                add(tables, scan);
            }
        }
        List<SequentialScan> scans = new ArrayList<>();
        for (Table each : tables.values()) {
            long rows = rows(each);
            if (rows > moreThanRows) {
                scans.add(new SequentialScan(each.name, rows, each.condition, statement.sql(), statement.callSite()));
            }
        }
        return scans;
    }

    /** What a statement reads from end to end: one, or partitions of one. */
    private record Table(String name, @Nullable String condition, Set<String> parts) {}

    private void add(Map<String, Table> tables, PlanScans.Scan scan) throws SQLException {
        try (PreparedStatement facts = connection.prepareStatement(FACTS)) {
            facts.setString(1, scan.index());
            facts.setString(2, scan.schema());
            facts.setString(3, scan.table());
            try (ResultSet row = facts.executeQuery()) {
                // an index of some rows, and nothing else to look for: those are wanted
                if (row.next() && !(row.getBoolean("some_rows") && scan.condition() == null)) {
                    String name = row.getString("name");
                    tables.computeIfAbsent(
                                    row.getString("root"),
                                    root -> new Table(name, scan.condition(), new LinkedHashSet<>()))
                            .parts
                            .add(row.getString("quoted"));
                }
            }
        }
    }

    private long rows(Table table) throws SQLException {
        long rows = 0;
        for (String part : table.parts) {
            Long known = counts.get(part);
            if (known == null) {
                known = count(part);
                counts.put(part, known);
            }
            rows += known;
        }
        return rows;
    }

    private long count(String table) throws SQLException {
        long most = Math.max(COUNTED, moreThanRows == Long.MAX_VALUE ? moreThanRows : moreThanRows + 1);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) from (select from only " + table + " limit " + most + ") as counted")) {
            row.next();
            return row.getLong(1);
        }
    }

    private String plan(Explainable statement, LoggedStatement of) throws SQLException {
        List<String> types = new ArrayList<>(Collections.nCopies(statement.parameters(), "unknown"));
        while (true) {
            Savepoint before = connection.setSavepoint();
            try {
                String plan = plan(statement, types);
                connection.releaseSavepoint(before);
                return plan;
            } catch (PSQLException e) {
                ServerErrorMessage answer = e.getServerErrorMessage();
                if (answer == null
                        || NOT_OF_THE_STATEMENT
                                .matcher(String.valueOf(e.getSQLState()))
                                .lookingAt()) {
                    throw e;
                }
                connection.rollback(before);
                if (!isText(answer, types)) {
                    throw notPlanned(of, answer);
                }
            }
        }
    }

    /** JDBC says of which type a value is. Where nothing else does, any will do. {@return false if that is not it} */
    private static boolean isText(ServerErrorMessage answer, List<String> types) {
        Matcher parameter = UNKNOWN_TYPE.matcher(String.valueOf(answer.getMessage()));
        return INDETERMINATE_DATATYPE.equals(answer.getSQLState())
                && parameter.find()
                && "unknown".equals(types.set(Integer.parseInt(parameter.group(1)) - 1, "text"));
    }

    private String plan(Explainable statement, List<String> types) throws SQLException {
        boolean none = types.isEmpty();
        execute("prepare serein_log" + (none ? "" : " (" + String.join(", ", types) + ")") + " as " + statement.sql());
        try (Statement explain = connection.createStatement();
                ResultSet row = explain.executeQuery("explain (format json, verbose) execute serein_log"
                        + (none ? "" : "(" + String.join(", ", Collections.nCopies(types.size(), "null")) + ")"))) {
            row.next();
            return row.getString(1);
        } finally {
            execute("deallocate serein_log");
        }
    }

    private static IllegalStateException notPlanned(LoggedStatement statement, ServerErrorMessage answer) {
        return new IllegalStateException("Cannot look for sequential scans: a statement cannot be planned on another"
                + " connection"
                + "\n  server: " + answer.getMessage()
                + "\n  line:   " + statement.callSite()
                + "\n  sql:    " + StatementTable.line(statement.sql())
                + "\n  fix:    leave it out: log.sequentialScans(rows, statement -> !statement.isAbout(…)); only what is"
                + " committed is seen there");
    }
}
