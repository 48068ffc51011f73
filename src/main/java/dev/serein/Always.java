package dev.serein;

import org.jooq.Condition;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;

/**
 * Whether a condition holds for every row, where that shows without asking the server: jOOQ makes {@code true} of
 * {@code and(…)} of an empty list and of {@code notIn(…)} of one, and nothing at all of no condition.
 */
final class Always {

    private Always() {}

    /** {@return whether it leaves no row out; so does null} */
    static boolean holds(@Nullable Condition condition) {
        return condition == null || is(true, condition);
    }

    private static boolean is(boolean asked, Condition condition) {
        if (condition instanceof QOM.And and) {
            return both(asked, asked, and.$arg1(), and.$arg2());
        }
        if (condition instanceof QOM.Or or) {
            return both(!asked, asked, or.$arg1(), or.$arg2());
        }
        if (condition instanceof QOM.Not not) {
            return is(!asked, not.$arg1());
        }
        String text = JooqContext.DETACHED.renderInlined(condition);
        return text.equals(String.valueOf(asked)) || text.equals("(" + asked + ")");
    }

    /** @param every whether it takes both of them, or one will do */
    private static boolean both(boolean every, boolean asked, Condition one, Condition other) {
        return every ? is(asked, one) && is(asked, other) : is(asked, one) || is(asked, other);
    }
}
