package dev.serein.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How many large objects there are, and pages of them; and how many are newer than the baseline. */
record LargeObjects(long objects, long newObjects, long pages, long newPages) {

    static LargeObjects of(Statement statement, String since) throws SQLException {
        String newer = "count(*) filter (where " + Schema.newer("x", since) + ")";
        try (ResultSet row = statement.executeQuery("select * from (select count(*), " + newer
                + " from pg_catalog.pg_largeobject_metadata x) o, (select count(*), " + newer
                + " from pg_catalog.pg_largeobject x) p")) {
            row.next();
            return new LargeObjects(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
        }
    }

    /** Whether those that were there before are as they were, once the new ones are removed. */
    boolean restore(Statement statement, String since) throws SQLException {
        LargeObjects now = of(statement, since);
        if (now.newObjects > 0) {
            statement.execute("select pg_catalog.lo_unlink(oid) from pg_catalog.pg_largeobject_metadata x where "
                    + Schema.newer("x", since));
            now = of(statement, since);
        }
        return now.objects == objects && now.pages == pages && now.newObjects == 0 && now.newPages == 0;
    }
}
