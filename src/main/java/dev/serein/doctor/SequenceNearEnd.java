package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sequences that soon have no numbers left, or none that fit the column: at the end every insert fails. What counts is
 * the narrowest of all places for the number: the sequence itself, the column that it feeds, by ownership or by
 * default, and the columns whose foreign keys refer to that one.
 *
 * <p>To read a sequence takes a lock that lasts as long as the transaction, and the server has room for some thousands
 * of locks. So an eighth of that room is taken, and the narrow sequences of the largest tables come first; those of
 * {@code bigint} for {@code bigint} are read if there is room, and not missed, as they last for ages.
 */
final class SequenceNearEnd implements Check {
    /**
     * {@code up} is 1 or -1: all numbers are turned so that they grow. Where the catalogs were never analyzed, as after
     * a restore, the planner takes 5,000 rows for one, and reads all of them for each of them. What is {@code offset 0}
     * is looked up by an index, whatever it thinks; columns meet what refers to them by a sort; and a full join is no
     * loop.
     */
    private static final String SQL = """
            with sequences as materialized (
              select c.oid, sign(s.seqincrement) as up, abs(s.seqincrement) as step, s.seqcycle as cycles,
                s.seqtypid = 'int8'::regtype as wide, s.seqstart * sign(s.seqincrement)::numeric as first,
                case when s.seqincrement > 0 then s.seqmax::numeric else -s.seqmin::numeric end as own,
                has_sequence_privilege(c.oid, 'usage, select') as readable
              from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_sequence s on s.seqrelid = c.oid
              where n.nspname = any (?::text[]) and %s and (c.relpersistence = 'p' or not pg_is_in_recovery())),
            fed as (
              select s.oid as sequence, d.refobjid as relation, d.refobjsubid::int2 as number
              from sequences s cross join lateral (select * from pg_depend
                where classid = 'pg_class'::regclass and objid = s.oid and deptype in ('a', 'i')
                  and refclassid::bigint = 'pg_class'::regclass::bigint and refobjsubid > 0 offset 0) d
              union
              select s.oid, a.adrelid, a.adnum
              from sequences s cross join lateral (select * from pg_depend
                where refclassid = 'pg_class'::regclass and refobjid = s.oid
                  and classid::bigint = 'pg_attrdef'::regclass::bigint offset 0) d
                cross join lateral (select * from pg_attrdef where oid = d.objid offset 0) a),
            cells as (
              select sequence, relation, number, relation as place, number as place_number, 0 as distance from fed
              union all
              select null, k.confrelid, u.referred, k.conrelid, u.number, 1
              from pg_constraint k cross join lateral unnest(k.conkey, k.confkey) u (number, referred)
              where k.contype = 'f' and k.conparentid = 0),
            columns as (
              select coalesce(sequence, max(sequence) over (partition by relation, number)) as sequence,
                place, place_number, distance from cells),
            places as (
              select distinct on (c.sequence) c.sequence, r.relpages, c.place as relation, a.attname,
                format_type(a.atttypid, null) as type,
                case a.atttypid when 'int2'::regtype then 32767 when 'int4'::regtype then 2147483647
                  else 9223372036854775807 end::numeric as most
              from columns c
                cross join lateral (select relpages from pg_class where oid = c.place offset 0) r
                cross join lateral (select attname, atttypid from pg_attribute
                  where attrelid = c.place and attnum = c.place_number offset 0) a
              where c.sequence is not null and a.atttypid in ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
              order by c.sequence, most, c.distance, c.place, c.place_number),
            bounded as materialized (
              select * from (
                select s.*, p.relation, p.attname, p.type, p.relpages, p.most, coalesce(p.most <= s.own, false) as by_column,
                  s.own <= p.most is not false as by_itself, least(p.most, s.own) as last
                from sequences s full join places p on p.sequence = s.oid offset 0) joined
              where most < own or not cycles),
            asked as materialized (
              select * from bounded where readable
              order by last > 1e15, relpages desc nulls last, oid
              limit current_setting('max_locks_per_transaction')::int * current_setting('max_connections')::int / 8),
            read as materialized (select *, pg_sequence_last_value(oid) * up::numeric as value from asked),
            used as (
              select *, greatest(trunc((last - value) / step), 0) as numbers_left,
                case when value >= last then 100 else
                  trunc(100 * (value - least(first, value) + step) / (last - least(first, value) + step)) end as percent
              from read where value is not null)
            select oid::regclass::text as sequence, relation::regclass || '.' || quote_ident(attname) as column_name,
              type, by_column, by_itself, wide, numbers_left, percent::int as percent,
              count(*) filter (where percent >= 90) over () as dangers,
              count(*) filter (where percent < 90) over () as warnings,
              (select count(*) from bounded where not readable) as unreadable,
              (select count(*) from bounded where readable and last <= 1e15)
                - (select count(*) from asked where last <= 1e15) as unasked
            from (select) one left join used on percent >= 75
            order by used.percent desc, numbers_left, sequence limit 100
            """.formatted(Examined.OURS);

    private record Used(
            String sequence,
            String column,
            String type,
            boolean byColumn,
            boolean byItself,
            boolean wide,
            String left,
            int percent) {
        String object() {
            return sequence + ": " + percent + " % used, " + left + " left"
                    + (byColumn ? ", as " + column + " is " + type : "");
        }

        String fix() {
            String widen = wide
                    ? "alter sequence " + sequence + " no maxvalue no minvalue"
                    : "alter sequence " + sequence + " as bigint";
            if (!byColumn) {
                return widen;
            }
            return "put a bigint column in the place of " + column
                    + ", filled in batches, as to alter its type locks the table while it is rewritten"
                    + (byItself && !wide ? "; and " + widen : "");
        }
    }

    private record Row(Used used, long dangers, long warnings, long unreadable, long unasked) {
        static Row of(ResultSet row) throws SQLException {
            return new Row(
                    new Used(
                            Figures.shown(String.valueOf(row.getString("sequence"))),
                            Figures.shown(String.valueOf(row.getString("column_name"))),
                            row.getString("type"),
                            row.getBoolean("by_column"),
                            row.getBoolean("by_itself"),
                            row.getBoolean("wide"),
                            row.getString("numbers_left"),
                            row.getInt("percent")),
                    row.getLong("dangers"),
                    row.getLong("warnings"),
                    row.getLong("unreadable"),
                    row.getLong("unasked"));
        }
    }

    @Override
    public String name() {
        return "sequence-near-end";
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException, CannotSee {
        List<Row> rows = visit.rows(SQL, Row::of, (Object) visit.schemas().toArray(String[]::new));
        Row any = rows.get(0);
        List<Finding> findings = new ArrayList<>();
        if (any.dangers() > 0) {
            findings.add(finding(
                    Severity.DANGER,
                    any.dangers(),
                    90,
                    rows.stream()
                            .map(Row::used)
                            .filter(used -> used.percent() >= 90)
                            .toList()));
        }
        if (any.warnings() > 0) {
            findings.add(finding(
                    Severity.WARNING,
                    any.warnings(),
                    75,
                    rows.stream()
                            .map(Row::used)
                            .filter(used -> used.percent() < 90)
                            .toList()));
        }
        if (any.unreadable() > 0) {
            throw new CannotSee(
                    "role " + visit.facts().role() + " may not read " + sequences(any.unreadable())
                            + "; grant usage on them to it",
                    findings);
        }
        if (any.unasked() > 0) {
            throw new CannotSee(
                    sequences(any.unasked()) + " of smaller tables were not read, as each takes a lock;"
                            + " examine the schemas one by one",
                    findings);
        }
        return findings;
    }

    private static String sequences(long number) {
        return Figures.count(number, "sequence");
    }

    private Finding finding(Severity severity, long number, int share, List<Used> used) {
        String fix = used.isEmpty() ? "" : used.get(0).fix();
        return new Finding(
                name(),
                severity,
                sequences(number) + (number == 1 ? " has" : " have") + " used " + share + " % or more of the numbers",
                used.stream().map(Used::object).toList(),
                number == 1 ? fix : fix + "; and so on for the others");
    }
}
