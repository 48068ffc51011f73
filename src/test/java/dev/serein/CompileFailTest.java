package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.db.PostTagsDao;
import dev.serein.db.UsersInsert;
import dev.serein.db.UsersPatch;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the types of generated code are for: a mistake does not compile, and the compiler's message points at it. */
class CompileFailTest {
    @TempDir
    Path folder;

    @Test
    void whatIsRightCompiles() throws IOException {
        assertThat(
                        errors(
                                "Call<UsersRow> ada = users.updating(1L, it -> it.name(\"b\")); UsersRow a = db.batch(ada).of(ada);"))
                .isEmpty();
        assertThat(errors("users.insert(UsersInsert.email(\"a\").name(\"b\").nickname(null).active(false));"))
                .isEmpty();
        assertThat(errors("users.insert(UsersInsert.email(\"a\").name(\"b\").overridingId(1L));"))
                .isEmpty();
        assertThat(errors("users.update(1L, it -> it.name(\"b\").nickname(null));"))
                .isEmpty();
        assertThat(errors("accounts.update(1L, AccountsPatch.set().set(ACCOUNTS.CREDITS, ACCOUNTS.CREDITS.plus(1)));"))
                .isEmpty();
        assertThat(errors("postTags.findById(1L, 2L); postTags.getById(new PostTagsDao.Id(1L, 2L));"))
                .isEmpty();
        assertThat(errors("db.find(USERS).with(many(USERS.posts()), UserView::new);"))
                .isEmpty();
        assertThat(errors("db.find(USERS).select(row(USERS.ID, USERS.NAME), mapping(Name::new))"
                        + ".with(count(USERS.posts()), (name, n) -> name.id() + n).list().get(0).longValue();"))
                .isEmpty();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(
                        "a required column that is missing",
                        "users.insert(UsersInsert.email(\"a\"));",
                        "incompatible types: dev.serein.db.UsersInsert.NameStep cannot be converted to"
                                + " dev.serein.db.UsersInsert"),
                Arguments.of(
                        "all of them missing",
                        "users.insert(UsersInsert.defaults());",
                        "cannot find symbol\n  symbol:   method defaults()"),
                Arguments.of(
                        "an optional column before a required one",
                        "UsersInsert.email(\"a\").nickname(\"b\");",
                        "cannot find symbol\n  symbol:   method nickname(java.lang.String)"),
                Arguments.of(
                        "required columns in another order",
                        "UsersInsert.name(\"b\").email(\"a\");",
                        "cannot find symbol\n  symbol:   method name(java.lang.String)"),
                Arguments.of(
                        "a value of another type",
                        "UsersInsert.email(1);",
                        "incompatible types: int cannot be converted to java.lang.String"),
                Arguments.of(
                        "null for a primitive",
                        "UsersInsert.email(\"a\").name(\"b\").active(null);",
                        "incompatible types: <nulltype> cannot be converted to boolean"),
                Arguments.of(
                        "an enum's name for an enum",
                        "OrdersPatch.set().status(\"paid\");",
                        "incompatible types: java.lang.String cannot be converted to dev.serein.db.enums.OrderStatus"),
                Arguments.of(
                        "an identity that the database always fills",
                        "UsersInsert.email(\"a\").name(\"b\").id(1L);",
                        "cannot find symbol\n  symbol:   method id(long)"),
                Arguments.of(
                        "an identity, updated",
                        "UsersPatch.set().id(1L);",
                        "cannot find symbol\n  symbol:   method id(long)"),
                Arguments.of(
                        "a generated column",
                        "OrderItemsInsert.orderId(1L).lineNo(1).productId(1L).unitPrice(ONE).total(ONE);",
                        "cannot find symbol\n  symbol:   method total(java.math.BigDecimal)"),
                Arguments.of(
                        "a generated column, updated",
                        "OrderItemsPatch.set().total(ONE);",
                        "cannot find symbol\n  symbol:   method total(java.math.BigDecimal)"),
                Arguments.of(
                        "an expression of another type",
                        "AccountsPatch.set().set(ACCOUNTS.CREDITS, USERS.NAME);",
                        "method set in class dev.serein.db.AccountsPatch cannot be applied to given types;"),
                Arguments.of(
                        "a column of another table",
                        "AccountsPatch.set().set(USERS.NAME, USERS.NAME);",
                        "method set in class dev.serein.db.AccountsPatch cannot be applied to given types;"),
                Arguments.of(
                        "one column of a key of two",
                        "postTags.findById(1L);",
                        "incompatible types: long cannot be converted to dev.serein.db.PostTagsDao.Id"),
                Arguments.of(
                        "three columns of a key of two",
                        "postTags.delete(1L, 2L, 3L);",
                        "no suitable method found for delete(long,long,long)"),
                Arguments.of(
                        "two columns of a key of one",
                        "users.getById(1L, 2L);",
                        "method getById in class dev.serein.Dao<R,T,I,P,K> cannot be applied to given types;"),
                Arguments.of(
                        "another table's patch",
                        "users.update(1L, AccountsPatch.set());",
                        "no suitable method found for update(long,dev.serein.db.AccountsPatch)"),
                Arguments.of(
                        "another table's key in an upsert",
                        "accounts.upsert(AccountsInsert.userId(1L), UsersDao.USERS_PKEY);",
                        "incompatible types: dev.serein.ConflictTarget<dev.serein.db.tables.records.UsersRecord> cannot"
                                + " be converted to"),
                Arguments.of(
                        "an update of a view",
                        "posts.update(1L, it -> it);",
                        "cannot find symbol\n  symbol:   method update(long,(it)->it)"),
                Arguments.of(
                        "a delete from a view",
                        "posts.deleteAll();",
                        "cannot find symbol\n  symbol:   method deleteAll()"),
                Arguments.of(
                        "an update of a row that was seen, without a version column",
                        "users.update(users.getById(1L), it -> it);",
                        "no suitable method found for update(dev.serein.db.UsersRow,(it)->it)"),
                Arguments.of(
                        "an insert made by hand",
                        "new UsersInsert(null);",
                        "UsersInsert(dev.serein.Assignments<dev.serein.db.tables.records.UsersRecord>) has private"
                                + " access"));
    }

    static Stream<Arguments> batchMistakes() {
        return Stream.of(
                Arguments.of(
                        "another type than the call's result",
                        "Call<UsersRow> ada = users.updating(1L, it -> it.name(\"b\")); AccountsRow a = db.batch(ada).of(ada);",
                        "incompatible types: inference variable T has incompatible bounds",
                        "dev.serein.db.UsersRow"),
                Arguments.of(
                        "a row that may be missing for one that is there",
                        "Call<UsersRow> ada = users.finding(1L);",
                        "incompatible types: dev.serein.Call<java.util.Optional<dev.serein.db.UsersRow>> cannot be",
                        "converted to dev.serein.Call<dev.serein.db.UsersRow>"),
                Arguments.of(
                        "what has run already",
                        "db.batch(users.update(1L, it -> it.name(\"b\")));",
                        "no suitable method found for batch(dev.serein.db.UsersRow)",
                        "dev.serein.db.UsersRow cannot be converted to dev.serein.Call<?>"),
                Arguments.of(
                        "a statement of jOOQ's that is no call",
                        "db.batch(org.jooq.impl.DSL.deleteFrom(USERS).where(USERS.ID.eq(1L)));",
                        "no suitable method found for batch(",
                        "org.jooq.DeleteConditionStep<dev.serein.db.tables.records.UsersRecord> cannot be converted"),
                Arguments.of(
                        "an argument of another type",
                        "Query.of(Long.class, id -> Query.find(USERS).where(USERS.ID.eq(id))).bind(\"1\");",
                        "incompatible types: java.lang.String cannot be converted to java.lang.Long",
                        "java.lang.Long"),
                Arguments.of(
                        "a query whose number of rows nobody has said",
                        "db.batch(Query.of(Long.class, id -> Query.find(USERS).where(USERS.ID.eq(id))).bind(1L));",
                        "no suitable method found for batch(dev.serein.BoundQuery<dev.serein.db.UsersRow>)",
                        "cannot be converted to dev.serein.Call<?>"));
    }

    static Stream<Arguments> relationalMistakes() {
        String noWith = "no suitable method found for with(dev.serein.";
        String noSelect = "method select in class dev.serein.Find<T> cannot be applied to given types;";
        return Stream.of(
                Arguments.of(
                        "a combining function of other children",
                        "db.find(USERS).with(many(USERS.comments()), UserView::new);",
                        noWith + "Many<dev.serein.db.CommentsRow>,UserView::new)",
                        "equality constraints dev.serein.db.PostsRow,dev.serein.db.CommentsRow"),
                Arguments.of(
                        "a combining function of what a child was before it was made something else of",
                        "db.find(USERS).with(many(USERS.posts()).map(PostsRow::title), UserView::new);",
                        noWith + "Many<java.lang.String>,UserView::new)",
                        "equality constraints: dev.serein.db.PostsRow\n        lower bounds: java.lang.String"),
                Arguments.of(
                        "a combining function of many rows for one",
                        "db.find(POSTS).with(one(POSTS.users()), (PostsRow p, List<UsersRow> u) -> p);",
                        noWith + "One<dev.serein.db.UsersRow>,",
                        "lower bounds: java.util.List<dev.serein.db.UsersRow>"),
                Arguments.of(
                        "a combining function of a row for one that may be missing",
                        "db.find(POSTS).with(maybe(POSTS.users()), (PostsRow p, UsersRow u) -> p);",
                        noWith + "Maybe<dev.serein.db.UsersRow>,",
                        "equality constraints: java.util.Optional<T>\n        lower bounds: dev.serein.db.UsersRow"),
                Arguments.of(
                        "a combining function of too few values",
                        "db.find(USERS).with(many(USERS.posts()), count(USERS.posts()), UserView::new);",
                        noWith + "Many<dev.serein.db.PostsRow>,dev.serein.Aggregate<java.lang.Long>,UserView::new)",
                        "constructor UserView in record Application.UserView cannot be applied to given types"),
                Arguments.of(
                        "a combining function of another row",
                        "db.find(USERS).with(count(USERS.posts()), Name::new);",
                        noWith + "Aggregate<java.lang.Long>,Name::new)",
                        "incompatible types: dev.serein.db.UsersRow cannot be converted to long"),
                Arguments.of(
                        "more children than four",
                        "db.find(USERS).with(count(POSTS), count(POSTS), count(POSTS), count(POSTS), count(POSTS), Name::new);",
                        noWith + "Aggregate<java.lang.Long>,",
                        "actual and formal argument lists differ in length"),
                Arguments.of(
                        "a child path of another table",
                        "db.find(USERS).with(many(ACCOUNTS.posts()), UserView::new);",
                        "cannot find symbol\n  symbol:   method posts()",
                        "location: variable ACCOUNTS of type dev.serein.db.tables.Accounts"),
                Arguments.of(
                        "a child that has no row type",
                        "many(org.jooq.impl.DSL.table(\"users\"));",
                        "method many in class dev.serein.Relations cannot be applied to given types;",
                        "org.jooq.Table<org.jooq.Record> cannot be converted to dev.serein.RowTable<?,T>"),
                Arguments.of(
                        "a projection whose constructor takes the columns in another order",
                        "db.find(USERS).select(row(USERS.NAME, USERS.ID), mapping(Name::new));",
                        noSelect,
                        "equality constraints: java.lang.String\n    lower bounds: java.lang.Long"),
                Arguments.of(
                        "a projection whose constructor takes more columns",
                        "db.find(USERS).select(row(USERS.ID), mapping(Name::new));",
                        noSelect,
                        "equality constraints: org.jooq.Record1<T1>\n    lower bounds: R,org.jooq.Record2<T1,T2>"),
                Arguments.of(
                        "a projection of a child whose constructor does not match",
                        "many(USERS.posts()).select(row(POSTS.TITLE, POSTS.ID), mapping(Name::new));",
                        "method select in class dev.serein.Many<T> cannot be applied to given types;",
                        "equality constraints: java.lang.String\n    lower bounds: java.lang.Long"),
                Arguments.of(
                        "a projection of a column that is no row of columns",
                        "db.find(USERS).select(USERS.NAME, name -> name);",
                        noSelect,
                        "equality constraints: java.lang.String\n    lower bounds: org.jooq.Record"),
                Arguments.of(
                        "the sum of a column of text",
                        "sum(USERS.posts(), POSTS.TITLE);",
                        "incompatible types: ",
                        "java.lang.String> cannot be converted to org.jooq.Field<? extends java.lang.Number>"),
                Arguments.of(
                        "a limit of a number",
                        "count(USERS.posts()).limit(1);",
                        "cannot find symbol\n  symbol:   method limit(int)",
                        "location: class dev.serein.Aggregate<java.lang.Long>"),
                Arguments.of(
                        "a condition in place of the foreign key of one row",
                        "one(POSTS.users()).on(POSTS.USER_ID.eq(USERS.ID));",
                        "cannot find symbol\n  symbol:   method on(org.jooq.Condition)",
                        "location: class dev.serein.One<dev.serein.db.UsersRow>"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"relationalMistakes", "batchMistakes"})
    void doesNotCompileForAReason(String mistake, String statement, String message, String reason) throws IOException {
        List<String> errors = errors(statement);
        assertThat(errors).hasSize(1);
        assertThat(bounds(errors.get(0))).startsWith(message).contains(bounds(reason));
    }

    /** Newer compilers call lower what older ones call upper. */
    private static String bounds(String text) {
        return text.replace("upper bounds:", "bounds:").replace("lower bounds:", "bounds:");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void doesNotCompile(String mistake, String statement, String message) throws IOException {
        List<String> errors = errors(statement);
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0)).startsWith(message);
    }

    /** What javac leaves to a checker such as NullAway, of which the generated code tells the nullness. */
    @Test
    void nullnessIsInTheGeneratedCode() throws ReflectiveOperationException {
        for (Class<?> generated : List.of(UsersInsert.class, UsersPatch.class, PostTagsDao.class)) {
            assertThat(generated).hasAnnotation(NullMarked.class);
        }
        for (Class<?> generated : List.of(UsersInsert.class, UsersPatch.class)) {
            assertThat(takesNull(generated.getMethod("nickname", String.class))).isTrue();
            assertThat(takesNull(generated.getMethod("email", String.class))).isFalse();
        }
    }

    private static boolean takesNull(Method method) {
        return method.getAnnotatedParameterTypes()[0].isAnnotationPresent(Nullable.class);
    }

    /** What the compiler says against a statement of an application. */
    private List<String> errors(String statement) throws IOException {
        String source = """
                import static dev.serein.Relations.*;
                import static dev.serein.db.Tables.*;
                import static java.math.BigDecimal.ONE;
                import static org.jooq.Records.mapping;
                import static org.jooq.impl.DSL.row;
                import dev.serein.*;
                import dev.serein.db.*;
                import java.util.List;

                class Application {
                    record UserView(UsersRow user, List<PostsRow> posts) {}
                    record Name(long id, String name) {}

                    void run(Database db, UsersDao users, AccountsDao accounts, PostTagsDao postTags, PublishedPostsDao posts) {
                        %s
                    }
                }
                """.formatted(statement);
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Application.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
            compiler.getTask(
                            new StringWriter(),
                            manager,
                            diagnostics,
                            List.of("-proc:none", "-d", folder.toString()),
                            null,
                            List.of(file))
                    .call();
        }
        return diagnostics.getDiagnostics().stream()
                .filter(found -> found.getKind() == Diagnostic.Kind.ERROR)
                .map(found -> found.getMessage(Locale.ROOT))
                .toList();
    }
}
