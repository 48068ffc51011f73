package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.util.List;

/**
 * Numbers of transactions come around after 2 billion; before they do, the server takes no more writes. Autovacuum
 * freezes a table in time, and forces it at {@code autovacuum_freeze_max_age}: one twice as old is not coming along.
 * Asked of all databases, as each of them stops the whole server, and of all tables of this one, the catalogs too.
 */
final class Wraparound implements Check {
    private static final String SQL = """
            with limits as (
              select forced, greatest(hurried, forced * 105 / 100) as danger,
                least(2 * forced, greatest(hurried, forced * 105 / 100)) as warning
              from (select current_setting('autovacuum_%1$sfreeze_max_age')::bigint as forced,
                current_setting('vacuum_%1$sfailsafe_age')::bigint as hurried) settings),
            old as (
              select null::text as relation, 'database ' || quote_ident(d.datname) as told, %2$s(d.%3$s) as age, 0 as pages,
                d.datname = current_database() as here
              from pg_database d
              union all
              select coalesce(owner.oid, c.oid)::regclass::text,
                'table ' || coalesce(owner.oid, c.oid)::regclass, max(%2$s(c.%4$s)), sum(c.relpages), true
              from pg_class c left join pg_class owner on owner.reltoastrelid = c.oid and c.relkind = 't'
              where c.relkind in ('r', 'm', 't') and c.%4$s <> '0'::xid group by 1, 2)
            select relation, here, told || ': ' || age || case when pages > 0
                then ', ' || pg_size_pretty(pages * current_setting('block_size')::bigint) else '' end as object,
              forced, age >= danger as dangerous, trunc(100.0 * age / 2147483647)::int as percent, count(*) over () as number
            from old, limits where age >= warning
            order by age desc, relation is not null, pages desc, told limit 100
            """;

    private final String name;
    private final String what;
    private final String sql;

    private Wraparound(String name, String what, String sql) {
        this.name = name;
        this.what = what;
        this.sql = sql;
    }

    static Check ofTransactions() {
        return new Wraparound(
                "transaction-id-wraparound",
                "transaction ids",
                SQL.formatted("", "age", "datfrozenxid", "relfrozenxid"));
    }

    /** Of the numbers for several transactions that lock a row together. */
    static Check ofMultixacts() {
        return new Wraparound(
                "multixact-wraparound",
                "multixact ids",
                SQL.formatted("multixact_", "mxid_age", "datminmxid", "relminmxid"));
    }

    private record Row(
            boolean table,
            String relation,
            boolean here,
            String object,
            long forced,
            boolean dangerous,
            int percent,
            long number) {}

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException {
        List<Row> rows = visit.rows(
                sql,
                row -> new Row(
                        row.getString("relation") != null,
                        Figures.shown(String.valueOf(row.getString("relation"))),
                        row.getBoolean("here"),
                        Figures.shown(row.getString("object")),
                        row.getLong("forced"),
                        row.getBoolean("dangerous"),
                        row.getInt("percent"),
                        row.getLong("number")));
        if (rows.isEmpty()) {
            return List.of();
        }
        Row worst = rows.get(0);
        String number = worst.number() == 1 ? "1 database or table is" : worst.number() + " databases and tables are";
        return List.of(new Finding(
                name,
                worst.dangerous() ? Severity.DANGER : Severity.WARNING,
                number + " not frozen in time, which autovacuum does at " + worst.forced() + ": " + worst.percent()
                        + " % of the " + what + " are used",
                rows.stream().map(Row::object).toList(),
                fix(worst.here(), rows)));
    }

    private static String fix(boolean here, List<Row> rows) {
        String table =
                rows.stream().filter(Row::table).map(Row::relation).findFirst().orElse("");
        return "end what holds it back, such as an old transaction, a prepared one or a replication slot; then "
                + (here && !table.isEmpty() ? "vacuum (freeze) " + table : "vacuum (freeze) in that database");
    }
}
