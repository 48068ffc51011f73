package dev.serein;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A data source that writes down the text of every statement prepared on it. */
final class SentSql {
    /** What goes before the first statement of a transaction that writes, where the server of a pool is not known. */
    static final String NUMBER =
            "select pg_current_xact_id(), extract(epoch from (select stats_reset from pg_stat_bgwriter))::text; ";

    private final List<String> statements = new ArrayList<>();
    private final DataSource source;

    SentSql(DataSource real) {
        source = recording(DataSource.class, real);
    }

    DataSource dataSource() {
        return source;
    }

    /** What was sent since the last call. */
    List<String> taken() {
        List<String> taken = List.copyOf(statements);
        statements.clear();
        return taken;
    }

    private <T> T recording(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (method.getName().equals("prepareStatement")) {
                statements.add((String) args[0]);
            }
            try {
                Object result = method.invoke(real, args);
                return method.getName().equals("getConnection")
                        ? recording(Connection.class, (Connection) result)
                        : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
