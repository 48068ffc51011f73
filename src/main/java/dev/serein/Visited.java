package dev.serein;

import java.util.List;
import java.util.function.Predicate;
import org.jooq.Configuration;
import org.jooq.QueryPart;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultVisitListenerProvider;

/** What jOOQ visits when it renders. */
final class Visited {

    private Visited() {}

    /** A configuration that renders, and says what. */
    static Configuration telling(java.util.function.Consumer<QueryPart> told) {
        return JooqContext.configuration().set(new DefaultVisitListenerProvider(new VisitListener() {
            @Override
            public void visitStart(VisitContext context) {
                told.accept(context.queryPart());
            }
        }));
    }

    /** Whether any part is such, or is of something that cannot be rendered by itself, and so is not known. */
    static boolean any(List<? extends QueryPart> parts, Predicate<QueryPart> such) {
        boolean[] found = {false};
        var listening = DSL.using(telling(part -> found[0] |= such.test(part)));
        try {
            parts.forEach(listening::render);
            return found[0];
        } catch (DataAccessException e) {
            return true;
        }
    }
}
