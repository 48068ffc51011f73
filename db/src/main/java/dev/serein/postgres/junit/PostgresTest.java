package dev.serein.postgres.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class, or one test method, a migrated PostgreSQL database of their own. A test takes it as a
 * parameter, of {@code @BeforeEach}, of {@code @BeforeAll} and of the constructor too, or as a field with
 * {@link Scratch}:
 *
 * <ul>
 *   <li>{@link dev.serein.postgres.ScratchDatabase}, {@link dev.serein.postgres.ScratchPostgres},
 *       {@link dev.serein.postgres.Standby}, {@link javax.sql.DataSource}, {@link java.sql.Connection};
 *   <li>any closeable class with a method {@code public static T open(String url)} that gives a {@code T}, such as
 *       Serein's {@code Database};
 *   <li>the URL, as {@link String} or {@link java.net.URI}, with {@link Scratch} only.
 * </ul>
 *
 * <p>What is opened is closed after the method, or after the class if it was opened for the class. The database of a
 * failed test is kept, and a message on standard error says how to connect to it, unless the system property
 * {@code serein.postgres.keep} is {@code never}, or the environment variable {@code CI} is {@code true}.
 *
 * <p>It is inherited, from interfaces too, and may stand on an annotation of one's own. A nested class has what its
 * outer class has: the same database, with what the outer {@code @BeforeAll} wrote; of its own where the nested class
 * is annotated itself, or where JUnit runs tests in parallel. A method that is annotated itself has one of its own.
 *
 * <p>Beside other extensions, such as Spring's, it stands first: then the database is set back before they begin.
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(PostgresTest.Several.class)
@ExtendWith(PostgresExtension.class)
public @interface PostgresTest {
    /** As the only one of {@link #migrations}: none, for an empty database. */
    String NO_MIGRATIONS = "none";

    /**
     * What to call the database in {@link Scratch}, where a test has several.
     *
     * @return the name
     */
    String name() default "";

    /**
     * Folders of migrations, as Flyway names them: relative to the working directory, or {@code classpath:db/migration}
     * for what is on the class path, also in jars. {@link #NO_MIGRATIONS} for none.
     *
     * @return the folders; {@code db/migration}, else {@code src/main/resources/db/migration}, else
     *     {@code classpath:db/migration}, where the plugin puts them too, if none is named
     */
    String[] migrations() default {};

    /**
     * What <code>${name}</code> in a migration stands for.
     *
     * @return each as {@code name=value}
     */
    String[] placeholders() default {};

    /**
     * SQL scripts whose outcome all tests need: they run once, after the migrations, and are copied with them.
     *
     * @return files, found as those of {@link Sql}
     */
    String[] scripts() default {};

    /**
     * Which PostgreSQL, as {@link dev.serein.postgres.PostgresProvider} writes it: {@code embedded:16},
     * {@code testcontainers:postgres:16-alpine}, a URL.
     *
     * @return the text; what this machine's developer asked for, if it is empty
     */
    String provider() default "";

    /**
     * Parameters of the server, as {@code postgresql.conf} names them. Tests with the same share a server.
     *
     * @return each as {@code name=value}, such as {@code wal_level=logical}
     */
    String[] server() default {};

    /**
     * Whether connections are encrypted, with a certificate that is made for this machine's user.
     *
     * @return whether they are
     */
    boolean tls() default false;

    /**
     * Extensions that are created before the migrations run.
     *
     * @return their names
     */
    String[] extensions() default {};

    /**
     * The database's locale, such as {@code C.UTF-8}, {@code icu:de-DE}, {@code builtin:C.UTF-8}.
     *
     * @return the locale; the server's, if it is empty
     */
    String locale() default "";

    /**
     * The time zone of sessions that do not say one, such as {@code Asia/Kathmandu}. Those of Java do: pgjdbc says the
     * JVM's, Serein's {@code Database} says UTC.
     *
     * @return the zone; the server's, if it is empty
     */
    String timeZone() default "";

    /**
     * Whether the class has a server of its own, which it may stop, kill and configure. Where it does not run after a
     * method, it is started again for the next; it ends with the class.
     *
     * @return whether it has
     */
    boolean ownServer() default false;

    /**
     * Whether a standby follows the server, which then is one of the class's own: see {@link Replica}. One that a test
     * has promoted or stopped is replaced for the next.
     *
     * @return whether there is one
     */
    boolean standby() default false;

    /**
     * What one test method sees of what another has written. On a method it has no meaning.
     *
     * @return nothing, if it is not said
     */
    Isolation isolation() default Isolation.CLASS;

    /** Several databases, each with its name. Need not be written. */
    @Documented
    @Inherited
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @ExtendWith(PostgresExtension.class)
    @interface Several {
        /**
         * The databases.
         *
         * @return one annotation for each
         */
        PostgresTest[] value();
    }
}
