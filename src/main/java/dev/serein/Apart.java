package dev.serein;

import java.util.List;
import org.jooq.Condition;
import org.jooq.Context;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectQuery;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.conf.ParamType;
import org.jooq.impl.CustomCondition;
import org.jooq.impl.DSL;
import org.jooq.impl.QOM;

/**
 * What is said of rows in one statement, and again in another that reads from more tables. jOOQ takes a path in a
 * subquery for that of the query around it, if it is there: the same condition would be about other rows.
 */
final class Apart {

    private Apart() {}

    /**
     * That the columns are of a row of the query's, which means the same wherever it stands.
     *
     * @param select of as many columns
     */
    static Condition in(List<? extends Field<?>> columns, Select<?> select) {
        return new In(columns.size() == 1 ? columns.get(0) : DSL.row(columns), select);
    }

    private static final class In extends CustomCondition {
        private static final long serialVersionUID = 1L;

        private final transient QueryPart columns;
        private final transient Select<?> select;

        In(QueryPart columns, Select<?> select) {
            this.columns = columns;
            this.select = select;
        }

        @Override
        public void accept(Context<?> context) {
            DSLContext own = DSL.using(context.configuration());
            String text = context.paramType() == ParamType.NAMED ? own.renderNamedParams(select) : own.render(select);
            context.visit(columns).sql(" in (").sql(text).sql(')');
        }
    }

    /**
     * Conditions of rows of a table, for a statement that reads from more.
     *
     * @param identity tells the rows apart
     * @param own what the conditions are about
     * @param from what the statement reads from
     * @return those, if they mean the same there
     */
    static List<Condition> within(List<Condition> conditions, List<Field<?>> identity, Table<?> own, Table<?> from) {
        if (own == from
                || conditions.stream().allMatch(Apart::isPlain)
                || !Visited.any(conditions, Select.class::isInstance)
                || where(conditions, from).endsWith(where(conditions, own))) {
            return conditions;
        }
        SelectQuery<Record> select = JooqContext.DETACHED.selectQuery();
        select.addSelect(identity);
        select.addFrom(own);
        select.addConditions(conditions);
        return List.of(in(identity, select));
    }

    /** Whether it is sure to hold no subquery, which need not be rendered then to know. */
    private static boolean isPlain(QueryPart condition) {
        if (condition instanceof QOM.And and) {
            return isPlain(and.$arg1()) && isPlain(and.$arg2());
        }
        return condition instanceof In
                || condition instanceof QOM.CompareCondition<?, ?> compared
                        && isValue(compared.$arg1())
                        && isValue(compared.$arg2());
    }

    private static boolean isValue(QueryPart part) {
        return part instanceof TableField || part instanceof Param;
    }

    private static String where(List<Condition> conditions, Table<?> from) {
        String text = JooqContext.DETACHED.render(DSL.selectOne().from(from).where(conditions));
        return text.substring(Math.max(0, text.indexOf(" where ")));
    }
}
