package dev.serein;

import java.util.function.Consumer;
import javax.sql.DataSource;

/** Databases whose warnings come here, not into the log. */
public final class GuardedDatabase {
    private GuardedDatabase() {}

    /** @param log gets what a guard warns of */
    public static Database open(DatabaseOptions options, Guard guard, Consumer<String> log) {
        return Database.open(new OptionsReader(options).read(), new Misuse(guard, log), options);
    }

    /** @param log gets what a guard warns of */
    public static Database using(DataSource source, Guard guard, Consumer<String> log) {
        return Database.using(source, new Misuse(guard, log));
    }
}
