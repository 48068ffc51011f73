package dev.serein;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import javax.sql.DataSource;
import org.postgresql.ds.common.BaseDataSource;

/** Lends one connection again and again, as a framework does within its transaction. */
public final class LendingOne extends BaseDataSource implements DataSource {
    private static final long serialVersionUID = 1L;

    private final transient Connection connection;

    public LendingOne(Connection connection) {
        this.connection = connection;
    }

    @Override
    public String getDescription() {
        return "lends one";
    }

    @Override
    public Connection getConnection() {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("close") ? null : method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
