package dev.serein;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jooq.Check;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Index;
import org.jooq.Key;
import org.jooq.Named;
import org.jooq.QueryPart;
import org.jooq.Schema;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What the generator made of a constraint that the server names: a key, a check or an index. Looked for in all schemas
 * that were generated together with a table of the statement that failed; the constraint may be of another table, as
 * when a row goes that others refer to.
 */
final class GeneratedRule {

    private GeneratedRule() {}

    /** Null if there is none, or if the statement says nothing of its tables, as one that was written as text. */
    static @Nullable Named of(@Nullable QueryPart statement, String schema, String table, String constraint) {
        if (statement == null) {
            return null;
        }
        return tables(statement).stream()
                .flatMap(GeneratedRule::generatedWith)
                .filter(each -> is(each, schema, table))
                .flatMap(GeneratedRule::rules)
                .filter(rule -> rule.getName().equals(constraint))
                .findFirst()
                .orElse(null);
    }

    /** Those that jOOQ meets when it renders the statement. */
    private static List<Table<?>> tables(QueryPart statement) {
        List<Table<?>> tables = new ArrayList<>();
        VisitListener listener = new VisitListener() {
            @Override
            public void visitStart(VisitContext ctx) {
                if (ctx.queryPart() instanceof Table<?> table) {
                    tables.add(table);
                }
            }
        };
        DSLContext jooq = DSL.using(JooqContext.configuration().set(() -> listener));
        jooq.render(statement);
        return tables;
    }

    private static Stream<Table<?>> generatedWith(Table<?> table) {
        Schema schema = table.getSchema();
        if (schema == null) {
            return Stream.empty();
        }
        Stream<Schema> all =
                schema.getCatalog() == null ? Stream.of(schema) : schema.getCatalog().getSchemas().stream();
        return all.flatMap(each -> each.getTables().stream());
    }

    /** A schema without a name stands for whichever the server looks into. */
    static boolean is(Table<?> generated, @Nullable String schema, String table) {
        Schema own = generated.getSchema();
        return generated.getName().equals(table)
                && (own == null || own.getName().isEmpty() || own.getName().equals(schema));
    }

    private static Stream<Named> rules(Table<?> table) {
        return Stream.of(table.getKeys(), table.getReferences(), table.getChecks(), table.getIndexes())
                .flatMap(List::stream);
    }

    /** Names of columns of the table whose rule it is. */
    static List<String> columns(Named rule) {
        if (rule instanceof Key<?> key) {
            return key.getFields().stream().map(Field::getName).toList();
        }
        if (rule instanceof Index index) {
            return index.getFields().stream().map(SortField::getName).toList();
        }
        return rule instanceof Check<?> check ? columns(check) : List.of();
    }

    /** The condition is text: whatever stands in it that is called like a column, is one. */
    private static List<String> columns(Check<?> check) {
        String condition = SqlText.withoutLiterals(JooqContext.DETACHED.render(check.condition()));
        return Arrays.stream(check.getTable().fields())
                .map(Field::getName)
                .filter(name -> Pattern.compile("(?<![\\w$:])" + Pattern.quote(name) + "(?![\\w$(])")
                        .matcher(condition)
                        .find())
                .toList();
    }

    /** Whose rule it is. */
    static @Nullable Table<?> table(Named rule) {
        return rule instanceof Key<?> key
                ? key.getTable()
                : rule instanceof Check<?> check
                        ? check.getTable()
                        : rule instanceof Index index ? index.getTable() : null;
    }
}
