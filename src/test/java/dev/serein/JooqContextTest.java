package dev.serein;

import static dev.serein.db.Tables.COMMENTS;
import static dev.serein.db.Tables.POSTS;
import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.db.tables.records.UsersRecord;
import dev.serein.postgres.junit.Scratch;
import java.io.File;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How jOOQ behaves once Serein has set it up. */
@ReferenceSchema
class JooqContextTest {
    @Scratch
    static MigratedDatabase migrated;

    private final Database db = migrated.db();

    @BeforeAll
    static void aUserWithTwoPostsAndOneWithout() {
        migrated.db().transaction(tx -> {
            long ada = insertUser(tx, "Ada").getId();
            insertUser(tx, "Bob");
            for (String slug : new String[] {"one", "two"}) {
                tx.sql()
                        .insertInto(POSTS, POSTS.USER_ID, POSTS.SLUG, POSTS.TITLE)
                        .values(ada, slug, slug)
                        .execute();
            }
        });
    }

    private static UsersRecord insertUser(Session session, String name) {
        return session.sql()
                .insertInto(USERS, USERS.EMAIL, USERS.NAME)
                .values(name + "@example.com", name)
                .returning()
                .fetchSingle();
    }

    @Test
    void anUpdateOrDeleteOfEverythingHasToBeMeant() {
        assertThatThrownBy(() -> db.sql().update(USERS).set(USERS.NAME, "x").execute())
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> db.sql().deleteFrom(USERS).execute()).isInstanceOf(DataAccessException.class);
        assertThat(db.find(USERS).where(USERS.NAME.eq("x")).list()).isEmpty();

        assertThat(db.sql().deleteFrom(COMMENTS).where(DSL.trueCondition()).execute())
                .isZero();
    }

    @Test
    void aPathToManyInFromIsAJoin() {
        assertThat(db.sql()
                        .select(USERS.NAME, USERS.posts().SLUG)
                        .from(USERS)
                        .leftJoin(USERS.posts())
                        .orderBy(USERS.NAME, USERS.posts().SLUG)
                        .fetch(record -> record.value1() + " " + record.value2()))
                .containsExactly("Ada one", "Ada two", "Bob null");
        assertThat(db.sql()
                        .select(USERS.NAME, DSL.count(USERS.posts().ID))
                        .from(USERS, USERS.posts())
                        .groupBy(USERS.NAME)
                        .fetchMap(USERS.NAME, DSL.count(USERS.posts().ID)))
                .containsEntry("Ada", 2);
    }

    @Test
    void aPathToManyThatIsNotInFromIsRefusedSinceItWouldMultiplyRows() {
        assertThatThrownBy(() -> db.sql()
                        .select(USERS.NAME, USERS.posts().SLUG)
                        .from(USERS)
                        .fetch())
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void aPathToOneNeedsNoJoin() {
        assertThat(db.sql()
                        .select(POSTS.SLUG, POSTS.users().NAME)
                        .from(POSTS)
                        .orderBy(POSTS.SLUG)
                        .fetch(record -> record.value1() + " " + record.value2()))
                .containsExactly("one Ada", "two Ada");
    }

    @Test
    void aRecordThatIsInsertedGetsWhatTheDatabaseMadeOfIt() {
        UsersRecord record =
                db.sql().newRecord(USERS).setEmail("eve@example.com").setName("Eve");
        record.insert();
        record.delete();

        assertThat(record.getId()).isPositive();
        assertThat(record.getActive()).isTrue();
        assertThat(record.getCreatedAt()).isNotNull();
    }

    record Renamed(String email, String name) {}

    @Test
    void aRecordClassIsFilledByTheNamesOfItsComponents() {
        assertThat(db.sql()
                        .select(USERS.NAME, USERS.EMAIL)
                        .from(USERS)
                        .where(USERS.NAME.eq("Ada"))
                        .fetchSingleInto(Renamed.class))
                .isEqualTo(new Renamed("Ada@example.com", "Ada"));
    }

    @Test
    void neitherBannerNorTipIsLoggedAndNoSystemPropertyStays() throws Exception {
        // without SLF4J jOOQ logs to the console
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("slf4j"))
                .collect(Collectors.joining(File.pathSeparator));
        String java = System.getProperty("java.home") + "/bin/java";
        Process process = new ProcessBuilder(java, "-cp", classPath, FirstUse.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            // it says less than a pipe holds
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            String output = new String(process.getInputStream().readAllBytes());
            assertThat(output).isEqualTo("select 1 as \"one\" null null\n");
        } finally {
            process.destroyForcibly();
        }
    }

    static final class FirstUse {
        public static void main(String[] args) {
            System.out.print(DSL.using(JooqContext.configuration()).render(DSL.selectOne()) + " "
                    + System.getProperty("org.jooq.no-logo") + " " + System.getProperty("org.jooq.no-tips") + "\n");
        }
    }
}
