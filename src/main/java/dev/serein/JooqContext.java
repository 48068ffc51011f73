package dev.serein;

import java.time.Duration;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.ExecuteWithoutWhere;
import org.jooq.conf.RenderImplicitJoinType;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultVisitListenerProvider;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** jOOQ, set up the one way that Serein uses it. */
final class JooqContext {
    private static final String NO_LOGO = "org.jooq.no-logo";
    private static final String NO_TIPS = "org.jooq.no-tips";

    static {
        initialise();
    }

    /** Renders, converts and makes records; has no connection. */
    static final DSLContext DETACHED = DSL.using(configuration());

    private JooqContext() {}

    static DSLContext on(Lender lender, Listeners listeners) {
        return DSL.using(configuration()
                .set(new LentConnections(lender, null))
                .set(new Transactions(lender, null, null))
                .set(new DefaultVisitListenerProvider(new ExactValues()))
                .set(JooqStatement.each(lender.limits(), listeners, null)));
    }

    /** What does not depend on where the connections come from. */
    static Configuration configuration() {
        return new DefaultConfiguration().set(SQLDialect.POSTGRES).set(settings());
    }

    /**
     * The same, with a deadline, or in a transaction.
     *
     * @param allowed for each statement; null for what the server allows
     * @param transaction null outside of one
     */
    static DSLContext of(
            DSLContext database,
            Lender lender,
            Listeners listeners,
            @Nullable Duration allowed,
            @Nullable ServerTransaction transaction) {
        return DSL.using(database.configuration()
                .derive(
                        transaction == null
                                ? new LentConnections(lender, allowed)
                                : Transactions.connections(transaction))
                .set(new Transactions(lender, allowed, transaction))
                .set(JooqStatement.each(lender.limits(), listeners, allowed)));
    }

    static Settings settings() {
        return new Settings()
                // a forgotten where is the costliest mistake in SQL; to mean it, write where(trueCondition())
                .withExecuteUpdateWithoutWhere(ExecuteWithoutWhere.THROW)
                .withExecuteDeleteWithoutWhere(ExecuteWithoutWhere.THROW)
                // a path to many that is not in FROM would multiply rows without a word
                .withRenderImplicitJoinToManyType(RenderImplicitJoinType.THROW)
                // logs every statement with its values
                .withExecuteLogging(false)
                // insert … returning gives what the database made of it: defaults, identities, generated columns
                .withReturnAllOnUpdatableRecord(true)
                // into(SomeRecord.class) goes by the names of the components, not by their order; works with attached
                // records only, which is why they are left attached
                .withMapRecordComponentParameterNames(true)
                // the driver's own type, which knows the infinities; by default it goes as text
                .withBindOffsetDateTimeType(true)
                .withBindOffsetTimeType(true)
                // asks the driver after every statement
                .withFetchWarnings(false);
    }

    /**
     * Has jOOQ initialise its classes here, on one thread: two threads that use them first at the same time can block
     * each other for ever (jOOQ #19529, #19550). On the way the banner and the tip of the day are kept out of the log;
     * there is no setting for them but system properties, which are taken back at once.
     */
    private static void initialise() {
        boolean logo = setIfAbsent(NO_LOGO);
        boolean tips = setIfAbsent(NO_TIPS);
        try {
            DSL.using(SQLDialect.POSTGRES).render(DSL.select(DSL.inline(1, SQLDataType.INTEGER)));
        } finally {
            clear(NO_LOGO, logo);
            clear(NO_TIPS, tips);
        }
    }

    private static boolean setIfAbsent(String property) {
        return System.getProperties().putIfAbsent(property, "true") == null;
    }

    private static void clear(String property, boolean ours) {
        if (ours) {
            System.clearProperty(property);
        }
    }
}
