package dev.serein.postgres;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The rows of one table at a baseline. Those that are still in their place are told by their transactions, which are
 * older; those that were put back, by the transaction that did so.
 */
final class TableRows {
    private static final long MOST_SAVED = 64L << 20;

    private final String name;
    private final String since;
    private final boolean ofTemplate;
    private final byte @Nullable [] saved;
    private final long number;

    private long file;
    private long inPlace;
    private @Nullable String putBackBy;

    /**
     * @param since the first transaction after the baseline
     * @param ofTemplate whether they are those of the template, each in the same place there
     * @param saved where they are not, all of them; null if they were too many
     */
    TableRows(Relation table, String since, long number, boolean ofTemplate, byte @Nullable [] saved) {
        this.name = table.name();
        this.file = table.file();
        this.since = since;
        this.number = number;
        this.inPlace = number;
        this.ofTemplate = ofTemplate;
        this.saved = saved;
    }

    /** What is there now: all rows, those that are newer than the baseline, and of these those that were put back. */
    record Counted(long all, long newer, long putBack) {}

    String counting(long oid) {
        return "select " + oid + ", count(*), count(*) filter (where " + Schema.newer("x", since)
                + "), count(*) filter (where " + isPutBack() + ") from only " + name + " x";
    }

    private String isPutBack() {
        return putBackBy == null ? "false" : "x.xmin = '" + putBackBy + "'::xid";
    }

    boolean wasEmpty() {
        return number == 0;
    }

    boolean isIntact(Relation now, Counted counted) {
        return now.file() == file
                && counted.all() - counted.newer() == inPlace
                && counted.putBack() == number - inPlace;
    }

    boolean isAsItWas(Relation now, Counted counted) {
        return isIntact(now, counted) && counted.newer() == counted.putBack();
    }

    /** Deletes what is new; the others are all there. */
    void deleteNew(Statement statement) throws SQLException {
        statement.execute(
                "delete from only " + name + " x where " + Schema.newer("x", since) + " and not (" + isPutBack() + ")");
    }

    /** Puts back what is not there, or not as it was. */
    void restore(Connection connection, Relation now, Counted counted, String transaction, Origin origin)
            throws SQLException {
        boolean same = ofTemplate && now.file() == file && counted.all() - counted.newer() <= inPlace;
        try (Statement statement = connection.createStatement()) {
            statement.execute("delete from only " + name + " x" + (same ? " where " + Schema.newer("x", since) : ""));
            long back = 0;
            if (same) {
                List<String> missing = missing(statement, origin);
                if (!missing.isEmpty()) {
                    back = copy(origin.connection(), connection, "ctid = any ('{" + quoted(missing) + "}'::tid[])");
                }
                inPlace = counted.all() - counted.newer();
            } else {
                if (number > 0) {
                    back = ofTemplate
                            ? copy(origin.connection(), connection, "true")
                            : copyIn(connection, columns(statement), saved());
                }
                inPlace = 0;
            }
            if (back != number - inPlace) {
                throw new SQLException(
                        "of " + number + " rows of " + name + " only " + (inPlace + back) + " are there");
            }
        }
        file = now.file();
        putBackBy = transaction;
    }

    /** In another database of the same schema: what it holds is replaced. */
    void writeTo(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("delete from only " + name);
            if (number > 0) {
                copyIn(connection, columns(statement), saved());
            }
        }
    }

    /** A materialized view, whose rows were made anew. */
    void refreshed(Statement statement, String transaction) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "select pg_catalog.pg_relation_filenode(" + Leftovers.literal(name) + "::regclass)")) {
            row.next();
            file = row.getLong(1);
        }
        inPlace = 0;
        putBackBy = transaction;
    }

    /** Of all rows, in whatever order. */
    static String digest(Statement statement, String table) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "select count(*) || md5(coalesce(string_agg(md5(x::text), '' order by md5(x::text)), '')) from " + table
                        + " x")) {
            row.next();
            return row.getString(1);
        }
    }

    boolean isOfTemplate() {
        return ofTemplate;
    }

    private byte[] saved() throws SQLException {
        if (saved == null) {
            throw new SQLException("the rows of " + name + " were too many to be saved");
        }
        return saved;
    }

    /** All rows, to be put back; null if they are too many to be held. */
    static byte @Nullable [] save(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return bytes(connection, "select " + columns(statement, table) + " from only " + table);
        }
    }

    /** As text: not every type has a binary form, such as those of isn. */
    private static byte @Nullable [] bytes(Connection connection, String query) throws SQLException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OutputStream some = new OutputStream() {
            @Override
            public void write(int one) {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] more, int offset, int length) {
                if (bytes.size() <= MOST_SAVED) {
                    bytes.write(more, offset, length);
                }
            }
        };
        try {
            copies(connection).copyOut("copy (" + query + ") to stdout", some);
        } catch (IOException e) {
            throw new SQLException(e);
        }
        return bytes.size() > MOST_SAVED ? null : bytes.toByteArray();
    }

    private long copy(Connection from, Connection to, String which) throws SQLException {
        try (Statement statement = to.createStatement()) {
            String columns = columns(statement);
            byte[] rows = bytes(from, "select " + columns + " from only " + name + " where " + which);
            if (rows == null) {
                throw new SQLException("the rows of " + name + " are too many to be put back");
            }
            return copyIn(to, columns, rows);
        }
    }

    private long copyIn(Connection to, String columns, byte[] rows) throws SQLException {
        try {
            return copies(to)
                    .copyIn(
                            "copy " + name + (columns.isEmpty() ? "" : " (" + columns + ")") + " from stdin",
                            new ByteArrayInputStream(rows));
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    private static CopyManager copies(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    private String columns(Statement statement) throws SQLException {
        return columns(statement, name);
    }

    /** Those that can be written. */
    private static String columns(Statement statement, String table) throws SQLException {
        try (ResultSet row = statement.executeQuery("select coalesce(string_agg(format('%I', attname), ', '"
                + " order by attnum), '') from pg_catalog.pg_attribute where attrelid = " + Leftovers.literal(table)
                + "::regclass and attnum > 0 and not attisdropped and attgenerated = ''")) {
            row.next();
            return row.getString(1);
        }
    }

    /** The places of the template's rows that are not here. */
    private List<String> missing(Statement statement, Origin origin) throws SQLException {
        try (Statement there = origin.connection().createStatement()) {
            Map<Long, Long> expected = blocks(there, "");
            Map<Long, Long> found = blocks(statement, " where not " + Schema.newer("x", since));
            Set<Long> incomplete = new HashSet<>();
            expected.forEach((block, rows) -> {
                if (!rows.equals(found.get(block))) {
                    incomplete.add(block);
                }
            });
            if (incomplete.isEmpty()) {
                return List.of();
            }
            List<String> missing = places(there, incomplete, "true");
            missing.removeAll(new HashSet<>(places(statement, incomplete, "not " + Schema.newer("x", since))));
            return missing;
        }
    }

    private static final String BLOCK = "((x.ctid::text::point)[0])::bigint";

    private Map<Long, Long> blocks(Statement statement, String where) throws SQLException {
        Map<Long, Long> blocks = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery(
                "select " + BLOCK + ", count(*) from only " + name + " x" + where + " group by 1")) {
            while (rows.next()) {
                blocks.put(rows.getLong(1), rows.getLong(2));
            }
        }
        return blocks;
    }

    private List<String> places(Statement statement, Set<Long> blocks, String where) throws SQLException {
        List<String> places = new ArrayList<>();
        String list = blocks.toString().replace('[', '{').replace(']', '}');
        try (ResultSet rows = statement.executeQuery("select x.ctid::text from only " + name + " x where " + where
                + " and " + BLOCK + " = any ('" + list + "'::bigint[])")) {
            while (rows.next()) {
                places.add(rows.getString(1));
            }
        }
        return places;
    }

    private static String quoted(List<String> places) {
        return '"' + String.join("\",\"", places) + '"';
    }
}
