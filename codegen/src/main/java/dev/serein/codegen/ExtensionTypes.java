package dev.serein.codegen;

import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.meta.jaxb.ForcedType;

/**
 * The Java types of what PostgreSQL has and JDBC has not: text that ignores case, networks, ranges, intervals, and the
 * types of some extensions. jOOQ's own bindings for them are not on by default; without them a column is an
 * {@code Object} that cannot be written, and comparing citext with a string quietly minds the case. Where jOOQ's
 * binding loses something, or there is none, it is one of Serein's.
 */
final class ExtensionTypes {
    private static final String PACKAGE = "org.jooq.postgres.extensions.";

    /** The type in PostgreSQL, the Java type, the binding without its ending. */
    private static final String[][] TYPES = {
        {"citext", "java.lang.String", "Citext"},
        {"inet", PACKAGE + "types.Inet", "Inet"},
        {"cidr", PACKAGE + "types.Cidr", "Cidr"},
        {"hstore", PACKAGE + "types.Hstore", "Hstore"},
        {"ltree", PACKAGE + "types.Ltree", "Ltree"},
        {"int4range", PACKAGE + "types.IntegerRange", "IntegerRange"},
        {"int8range", PACKAGE + "types.LongRange", "LongRange"},
        {"numrange", PACKAGE + "types.BigDecimalRange", "BigDecimalRange"},
    };

    private static final String OURS = "dev.serein.type.";

    /**
     * Types that go as text: in PostgreSQL, in Java, the binding, that of its array. jOOQ's would lose something, or
     * has none.
     */
    private static final String[][] TEXTS = {
        {"interval", OURS + "Interval", "interval()", "intervals()"},
        {"bit", "java.lang.String", "bits()"},
        {"varbit", "java.lang.String", "bits()"},
        // not strings: the driver has another text for those that come in binary
        {"point", "org.postgresql.geometric.PGpoint", "point()"},
        {"box", "org.postgresql.geometric.PGbox", "box()"},
        {"daterange", PACKAGE + "types.LocalDateRange", "daterange()"},
        {"tsrange", PACKAGE + "types.LocalDateTimeRange", "tsrange()"},
        {"tstzrange", PACKAGE + "types.OffsetDateTimeRange", "tstzrange()"},
    };

    /** The same, as strings. */
    private static final List<String> STRINGS = List.of(
            "money",
            "tsvector",
            "tsquery",
            "macaddr",
            "macaddr8",
            "line",
            "lseg",
            "path",
            "polygon",
            "circle",
            "int4multirange",
            "int8multirange",
            "nummultirange",
            "datemultirange",
            "tsmultirange",
            "tstzmultirange",
            "pg_lsn");

    private static final String USED = """
            select t.typname
            from pg_catalog.pg_attribute a
            join pg_catalog.pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c')
            join pg_catalog.pg_type t on t.oid = a.atttypid
            where a.attnum > 0 and not a.attisdropped
            and c.relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema')
            """;

    private ExtensionTypes() {}

    /** Elements of jOOQ's {@code <forcedTypes>}, for each type and its array. */
    static String forcedTypes() {
        StringBuilder types = new StringBuilder();
        for (String[] type : TYPES) {
            forcedType(types, type[0], type[1], PACKAGE + "bindings." + type[2] + "Binding");
            forcedType(types, "_" + type[0], type[1] + "[]", PACKAGE + "bindings." + type[2] + "ArrayBinding");
        }
        for (String[] type : TEXTS) {
            text(types, type[0], type[1], type[2], type.length > 3 ? type[3] : type[2] + ".array()");
        }
        for (String type : STRINGS) {
            String binding = "of(\"" + type + "\")";
            text(types, type, "java.lang.String", binding, binding + ".array()");
        }
        return types.toString();
    }

    private static void text(StringBuilder types, String type, String javaType, String binding, String ofArray) {
        forcedType(types, type, javaType, OURS + "TextBinding." + binding);
        forcedType(types, "_" + type, javaType + "[]", OURS + "TextBinding." + ofArray);
    }

    /** Of ours, keeps those that the database has a use for: jOOQ warns of every one that it has none for. */
    static void removeUnused(List<ForcedType> types, DSLContext database) {
        Set<String> used = database.resultQuery(USED).fetchSet(0, String.class);
        types.removeIf(
                type -> isOfOurChoice(String.valueOf(type.getBinding())) && !used.contains(type.getIncludeTypes()));
    }

    private static boolean isOfOurChoice(String binding) {
        return binding.startsWith(PACKAGE) || binding.startsWith(OURS);
    }

    private static void forcedType(StringBuilder types, String name, String javaType, String binding) {
        types.append("<forcedType><userType>")
                .append(javaType)
                .append("</userType><binding>")
                .append(binding)
                .append("</binding><includeTypes>")
                .append(name)
                .append("</includeTypes></forcedType>");
    }
}
