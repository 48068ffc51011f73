package dev.serein;

import static dev.serein.db.Tables.USERS;

import dev.serein.CanaryForms.Form;
import dev.serein.CanaryForms.Target;
import dev.serein.connection.ConnectFailure;
import dev.serein.connection.ConnectionSettings;
import dev.serein.connection.Connector;
import dev.serein.connection.Credentials;
import dev.serein.connection.InvalidConnectionSettings;
import dev.serein.connection.Link;
import dev.serein.connection.ServerLink;
import dev.serein.connection.SessionSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jooq.impl.DSL;

/** The application of {@link CanaryTest}: opens a database in every form, and prints whatever can be got to see. */
final class CanaryProcess {
    /** Keeps the root logger's level. */
    private static final Logger ROOT = LogManager.getLogManager().getLogger("");

    private static boolean workedOn;

    private CanaryProcess() {}

    /** Reads from its input where to go: the arguments of a process are seen by everybody. */
    public static void main(String[] arguments) throws Exception {
        logAll();
        Properties input = new Properties();
        input.load(System.in);
        CanaryForms forms = new CanaryForms(Path.of(input.getProperty("folder")));
        forms.addKeys(
                "eve",
                Path.of(input.getProperty("certificate")),
                Files.readString(Path.of(input.getProperty("key"))),
                Path.of(input.getProperty("store")));
        List<Target> targets = targets(input);
        for (Form form : forms.all()) {
            for (Target target : form.wellFormed() ? targets : targets.subList(0, 1)) {
                print("OUTCOME " + form.name() + " | " + target.name() + " | " + outcome(form, target));
            }
        }
        showThrown(new IllegalStateException("the end", new IllegalStateException("of all")));
        showProcess();
    }

    private static void logAll() {
        ConsoleHandler console = new ConsoleHandler();
        console.setLevel(Level.ALL);
        ROOT.addHandler(console);
        ROOT.setLevel(Level.ALL);
        DriverManager.setLogWriter(new PrintWriter(System.out, true));
    }

    private static List<Target> targets(Properties input) {
        int port = Integer.parseInt(input.getProperty("port"));
        int deadPort = Integer.parseInt(input.getProperty("dead port"));
        String database = input.getProperty("database");
        Map<String, String> usual = Map.of(
                "HOME",
                input.getProperty("folder"),
                "PGAPPNAME",
                CanaryTest.DECOY,
                "PGSSLROOTCERT",
                input.getProperty("authority"));
        Target server = new Target("the server", port, "ada", database, usual);
        return List.of(
                server,
                new Target("a dead port", deadPort, "ada", database, usual),
                new Target("another password", port, "bob", database, usual),
                new Target(
                        "another authority",
                        port,
                        "ada",
                        database,
                        server.with(
                                "PGSSLMODE", "verify-full", "PGSSLROOTCERT", input.getProperty("other authority"))));
    }

    private static String outcome(Form form, Target target) throws Exception {
        try {
            DatabaseOptions options = form.options().apply(target);
            show(options);
            print(options.describe());
            options.effective().forEach(CanaryProcess::show);
            options.direct().effective().forEach(CanaryProcess::show);
            showConnection(new OptionsReader(options).read());
            try (Database db = Database.open(options)) {
                show(db);
                show(db.pool());
                db.sql().selectOne().fetch();
                showProcess();
                if (!workedOn) {
                    workedOn = true;
                    provoke(db, options);
                }
                return "opened";
            }
        } catch (InvalidConfiguration e) {
            showThrown(e);
            showRefusal(form.options().apply(target));
            return "refused";
        } catch (ConnectionFailed e) {
            showThrown(e);
            return e.getMessage().lines().findFirst().orElseThrow().replaceFirst(".* as \\w+: ", "");
        }
    }

    /** What is translated is not a cause. */
    private static void showRefusal(DatabaseOptions options) {
        try {
            ConnectionSettings.of(String.valueOf(options.said(Option.URL, String.class)), options.environment());
            throw new IllegalStateException("It was not refused");
        } catch (InvalidConnectionSettings e) {
            showThrown(e);
        }
    }

    private static void showConnection(EffectiveOptions effective) throws SQLException {
        show(effective);
        show(effective.connection());
        print(effective.connection().describe());
        show(SessionSettings.UNBOUNDED);
        if (effective.credentials() != null) {
            show(effective.credentials().get());
        }
        Connector connector = effective.connector();
        show(connector);
        show(connector.dataSource());
        try {
            Link link = connector.connect();
            show(link);
            show(ServerLink.of(link.connection()));
            show(link.connection());
            show(link.connection().getMetaData().getURL());
            show(link.connection().getClientInfo());
            link.connection().close();
        } catch (ConnectFailure e) {
            showThrown(e);
        }
    }

    /** Every exception that a database throws, and what else it gives away. */
    private static void provoke(Database db, DatabaseOptions options) {
        show(new Credentials("ada", CanaryForms.CANARY));
        show(db.find(USERS));
        show(db.sql().configuration());
        db.sql().execute("create temporary table kept (id int primary key)");
        fail(() -> db.sql().execute("do $$ begin raise unique_violation; end $$"));
        fail(() -> db.sql().execute("do $$ begin raise serialization_failure; end $$"));
        fail(() -> db.sql().fetch("select 1 / 0"));
        fail(() -> db.sql().fetch("select pg_cancel_backend(pg_backend_pid()), pg_sleep(1)"));
        fail(() -> db.withDeadline(Duration.ofMillis(10)).sql().fetch("select pg_sleep(5)"));
        fail(() -> db.transaction(tx -> {
            show(tx);
            db.pool().holders().forEach(CanaryProcess::show);
            fail(() -> tx.sql().fetch("select nonsense"));
        }));
        DatabaseOptions little = options.withPoolMax(1)
                .withPoolTimeout(Duration.ofMillis(250))
                .withSlowQueryLog(Duration.ofMillis(1))
                .withListener(CanaryProcess::show);
        try (Database small = Database.open(little);
                StatementLog log = small.log()) {
            small.sql().fetch("select pg_sleep(0.01)");
            show(log);
            show(log.statements());
            fail(() -> small.transaction(tx -> small.sql().select(DSL.one()).fetch()));
        }
        fail(() -> db.sql().fetch("select pg_terminate_backend(pg_backend_pid())"));
    }

    private static void fail(Runnable body) {
        try {
            body.run();
            throw new IllegalStateException("It did not fail");
        } catch (DatabaseException e) {
            showThrown(e);
        }
    }

    private static void show(Object object) {
        print("TYPE " + object.getClass().getName());
        print(object.toString());
    }

    /** All that hangs together with it, each with its own text; the stack trace leaves some out. */
    private static void showThrown(Throwable thrown) {
        thrown.printStackTrace(System.out);
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> next = new ArrayDeque<>(List.of(thrown));
        while (!next.isEmpty()) {
            Throwable each = next.pop();
            if (!seen.add(each)) {
                continue;
            }
            show(each);
            print(each.getMessage() + each.getLocalizedMessage());
            if (each instanceof ConnectFailure failure) {
                print(failure.summary() + failure.facts() + failure.fix());
            }
            if (each instanceof InvalidConnectionSettings invalid) {
                print(invalid.problems().toString());
            }
            if (each instanceof SQLException sql && sql.getNextException() != null) {
                next.push(sql.getNextException());
            }
            if (each.getCause() != null) {
                next.push(each.getCause());
            }
            List.of(each.getSuppressed()).forEach(next::push);
        }
    }

    private static void showProcess() throws IOException, JMException {
        print("PROCESS " + ProcessHandle.current().info());
        print("PROPERTIES " + System.getProperties());
        Thread.getAllStackTraces().keySet().forEach(thread -> print("THREAD " + thread));
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : beans.queryNames(null, null)) {
            print("MBEAN " + name);
            for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
                print(attribute.getName() + " = " + value(beans, name, attribute));
            }
        }
    }

    private static String value(MBeanServer beans, ObjectName name, MBeanAttributeInfo attribute) throws JMException {
        try {
            Object value = beans.getAttribute(name, attribute.getName());
            if (value == null || !value.getClass().isArray()) {
                return String.valueOf(value);
            }
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < Array.getLength(value); i++) {
                all.append(Array.get(value, i)).append(", ");
            }
            return all.toString();
        } catch (RuntimeException e) {
            return e.toString(); // not on this system
        }
    }

    private static void print(String text) {
        System.out.println(text);
    }
}
