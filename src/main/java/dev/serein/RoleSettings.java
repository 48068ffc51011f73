package dev.serein;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * As whom a transaction runs: {@code set local} knows no parameters, {@code set_config(…, true)} is the same and does.
 */
final class RoleSettings {
    private RoleSettings() {}

    /** @param role null for the connection's own */
    static void set(Executor executor, TransactionOptions.@Nullable Role role) {
        if (role == null) {
            return;
        }
        List<Field<?>> settings = new ArrayList<>();
        // the settings first: the role may not be allowed to
        new TreeMap<>(role.settings()).forEach((name, value) -> settings.add(setting(name, value)));
        settings.add(setting("role", role.name()));
        try {
            executor.query(Sql.of(DSL.select(settings)).named("transaction.role"), NONE, 0, rows -> true);
        } catch (DatabaseException e) {
            e.add("role", role.name());
            e.add("fix", "see whether there is such a role, granted to the connection's user, and such settings");
            throw e;
        }
    }

    private static final Object[] NONE = {};

    private static Field<String> setting(String name, String value) {
        return DSL.function("set_config", SQLDataType.VARCHAR, DSL.val(name), DSL.val(value), DSL.inline(true));
    }
}
