package dev.serein;

import static dev.serein.db.Tables.ACCOUNTS;
import static dev.serein.db.Tables.TYPE_ZOO;
import static dev.serein.db.Tables.USERS;
import static dev.serein.filter.Operator.ANY_OF;
import static dev.serein.filter.Operator.AT_LEAST;
import static dev.serein.filter.Operator.AT_MOST;
import static dev.serein.filter.Operator.CONTAINS;
import static dev.serein.filter.Operator.EQUALS;
import static dev.serein.filter.Operator.GREATER;
import static dev.serein.filter.Operator.IS_NULL;
import static dev.serein.filter.Operator.LESS;
import static dev.serein.filter.Operator.NOT_EQUALS;
import static dev.serein.filter.Operator.STARTS_WITH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.serein.db.UsersRow;
import dev.serein.filter.Filters;
import dev.serein.filter.InvalidFilter;
import dev.serein.postgres.junit.Scratch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters of a request, as conditions and an order: what is sent for them, and what is refused. */
@ReferenceSchema
class FiltersTest {
    private static final Filters FILTERS = Filters.none()
            .allow("email", USERS.EMAIL, EQUALS, NOT_EQUALS, ANY_OF, CONTAINS, STARTS_WITH)
            .allow("nickname", USERS.NICKNAME, CONTAINS, IS_NULL)
            .allow("active", USERS.ACTIVE, EQUALS)
            .allow("createdAt", USERS.CREATED_AT, AT_LEAST, LESS)
            .allow("id", USERS.ID, EQUALS, ANY_OF, AT_MOST, GREATER)
            .sortable("name", USERS.NAME)
            .sortable("createdAt", USERS.CREATED_AT)
            .sortable("lower", DSL.lower(USERS.NAME))
            .besides("size", "cursor");

    private static final String ALLOWED =
            "email, email.ne, email.in, email.contains, email.startsWith, nickname.contains, nickname.isNull, active,"
                    + " createdAt.ge, createdAt.lt, id, id.in, id.le, id.gt, cursor, size, sort";

    @Scratch
    static MigratedDatabase migrated;

    private static SentSql sent;
    private static Database db;

    @BeforeAll
    static void someUsers() {
        sent = new SentSql(migrated.dataSource());
        db = Database.using(sent.dataSource());
        insert("ada@example.com", "100%");
        insert("bob@example.com", "1000");
        insert("eve@example.org", "a_b");
        insert("joe@example.org", "axb");
        insert("zoe@example.org", "wow!%\\'");
        insert("nil@example.org", null);
    }

    @BeforeEach
    void nothingIsSentYet() {
        sent.taken();
    }

    private static void insert(String email, String nickname) {
        db.sql()
                .insertInto(USERS, USERS.EMAIL, USERS.NAME, USERS.NICKNAME)
                .values(email, email.substring(0, 3), nickname)
                .execute();
    }

    private static Map<String, List<String>> parameters(String... namesAndValues) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters
                    .computeIfAbsent(namesAndValues[i], name -> new ArrayList<>())
                    .add(namesAndValues[i + 1]);
        }
        return parameters;
    }

    private static List<String> names(String... namesAndValues) {
        return db.find(USERS).where(FILTERS.where(parameters(namesAndValues))).orderBy(USERS.ID).list().stream()
                .map(UsersRow::name)
                .toList();
    }

    private static String where() {
        String statement = sent.taken().get(0).replace("\"public\".\"users\".", "");
        int from = statement.indexOf(" where ");
        return from < 0 ? "" : statement.substring(from + 7, statement.indexOf(" order by"));
    }

    @Test
    void everyOperatorIsAConditionWithItsValueBound() {
        assertThat(names("email", "ada@example.com")).containsExactly("ada");
        assertThat(where()).isEqualTo("\"email\" = ?");
        assertThat(names("email.eq", "ada@example.com")).containsExactly("ada");
        assertThat(where()).isEqualTo("\"email\" = ?");
        assertThat(names("email.ne", "ada@example.com")).hasSize(5);
        assertThat(where()).isEqualTo("\"email\" <> ?");
        assertThat(names("email.in", "ada@example.com", "email.in", "a,b", "email.in", "eve@example.org"))
                .containsExactly("ada", "eve");
        assertThat(where()).isEqualTo("\"email\" in (?, ?, ?)");
        assertThat(names("email.contains", "@example.c")).containsExactly("ada", "bob");
        assertThat(where()).isEqualTo("\"email\" like ? escape '!'");
        assertThat(names("email.startsWith", "e")).containsExactly("eve");
        assertThat(where()).isEqualTo("\"email\" like ? escape '!'");
        assertThat(names("nickname.isNull", "true")).containsExactly("nil");
        assertThat(where()).isEqualTo("\"nickname\" is null");
        assertThat(names("nickname.isNull", "false")).hasSize(5);
        assertThat(where()).isEqualTo("\"nickname\" is not null");
        assertThat(names("createdAt.ge", "2000-01-01T00:00:00+02:00", "createdAt.lt", "9999-12-31T23:59:59.999999Z"))
                .hasSize(6);
        assertThat(where())
                .isEqualTo("(\"created_at\" >= cast(? as timestamp(6) with time zone)"
                        + " and \"created_at\" < cast(? as timestamp(6) with time zone))");
        assertThat(names("id.gt", "0", "id.le", "9223372036854775807", "active", "true"))
                .hasSize(6);
        assertThat(where()).isEqualTo("(\"active\" = ? and \"id\" <= ? and \"id\" > ?)");
        assertThat(names("id.in", "-1", "id.in", "-2")).isEmpty();
        assertThat(where()).isEqualTo("\"id\" in (?, ?)");
    }

    @Test
    void noneAreNoCondition() {
        assertThat(names("size", "x", "cursor", "y", "sort", "z")).hasSize(6);
        assertThat(where()).isEmpty();
        assertThat(db.find(USERS)
                        .where(FILTERS.where(Map.of("email", List.of())))
                        .list())
                .hasSize(6);
    }

    @Test
    void theStatementDoesNotDependOnTheOrderOfTheParameters() {
        assertThat(FILTERS.where(parameters("id", "1", "active", "true", "email", "x")))
                .isEqualTo(FILTERS.where(parameters("email", "x", "id", "1", "active", "true")));
    }

    @Test
    void wildcardsMeanThemselves() {
        assertThat(names("nickname.contains", "%")).containsExactly("ada", "zoe");
        assertThat(names("nickname.contains", "0%")).containsExactly("ada");
        assertThat(names("nickname.contains", "_")).containsExactly("eve");
        assertThat(names("nickname.contains", "a_b")).containsExactly("eve");
        assertThat(names("nickname.contains", "!")).containsExactly("zoe");
        assertThat(names("nickname.contains", "!%\\'")).containsExactly("zoe");
        assertThat(names("nickname.contains", "\\")).containsExactly("zoe");
        assertThat(names("nickname.contains", "!!")).isEmpty();
        assertThat(names("nickname.contains", "\\%")).isEmpty();
        assertThat(names("email.startsWith", "%")).isEmpty();
        assertThat(names("email.startsWith", "_da")).isEmpty();
    }

    @Test
    void aNameThatIsNotAllowedIsRefused() {
        for (String name : Arrays.asList(
                "name",
                "Email",
                "email.",
                "email.lt",
                "email.eq.eq",
                ".eq",
                "",
                "sort.eq",
                "email;drop table users",
                null)) {
            assertThatThrownBy(() -> FILTERS.where(Collections.singletonMap(name, List.of("secret"))))
                    .isInstanceOf(InvalidFilter.class)
                    .hasMessage("Cannot filter by a parameter that is not allowed\n  allowed: " + ALLOWED);
        }
        assertThatThrownBy(() -> Filters.none().where(parameters("a", "b")))
                .hasMessage("Cannot filter by a parameter that is not allowed\n  allowed: nothing");
    }

    @Test
    void tooManyValuesAreRefused() {
        assertThatThrownBy(() -> FILTERS.where(parameters("email", "secret", "email", "secret")))
                .isInstanceOf(InvalidFilter.class)
                .hasMessage("Cannot filter by email: it takes one value");
        assertThatThrownBy(() -> FILTERS.where(parameters("email", "secret", "email.eq", "secret")))
                .isInstanceOf(InvalidFilter.class)
                .hasMessage("Cannot filter by email twice");
        assertThatThrownBy(() -> FILTERS.where(Map.of("id.in", Collections.nCopies(101, "1"))))
                .isInstanceOf(InvalidFilter.class)
                .hasMessage("Cannot filter by id.in: it takes at most 100 values");
        assertThatCode(() -> FILTERS.where(Map.of("id.in", Collections.nCopies(100, "1"))))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "id|a whole number|''|secret| 1|1 |+1|1.0|1e3|0x10|9223372036854775808|١|1;--",
                "id.in|a whole number|''|secret|1,2|NaN|--1",
                "active|true or false|''|TRUE|1|t|yes|true ",
                "createdAt.ge|a date and time with an offset, such as 2024-02-29T12:30:00Z|''|now|2024-02-29"
                        + "|2024-02-29T12:30:00|2023-02-29T12:30:00Z|2024-02-29 12:30:00Z|2024-02-29T24:30:00Z"
                        + "|2024-02-29T12:30:00.1234567Z|+12024-02-29T12:30:00Z|0000-01-01T00:00:00Z|infinity"
                        + "|2024-02-29T12:30:00+25:00|2024-02-29T12:30:00Z[UTC]",
                "nickname.isNull|true or false|''|null|1"
            })
    void whatIsNotOfTheTypeIsRefused(ArgumentsAccessor row) {
        String parameter = row.getString(0);
        for (int i = 2; i < row.size(); i++) {
            String value = row.getString(i);
            assertThatThrownBy(() -> FILTERS.where(parameters(parameter, value)))
                    .as("%s=%s", parameter, value)
                    .isInstanceOf(InvalidFilter.class)
                    .hasMessage("Cannot filter by " + parameter + ": a value has to be " + row.getString(1));
        }
    }

    @Test
    void textThatCannotBeStoredOrIsTooLongIsRefused() {
        for (String value : Arrays.asList("a\0b", "\ud800", "\udc00x", "x".repeat(1_001), null)) {
            assertThatThrownBy(() -> FILTERS.where(Map.of("email", Collections.singletonList(value))))
                    .isInstanceOf(InvalidFilter.class)
                    .hasMessage("Cannot filter by email: a value has to be text of at most 1000 characters");
        }
        assertThat(names("email", "\ud83d\ude00")).isEmpty();
        assertThat(names("email", "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smallint_value=-1",
                "integer_value=7",
                "bigint_value=7",
                "real_value=0.5",
                "double_value=-0.25",
                "numeric_value=-12345678901234567890.123456789",
                "boolean_value=false",
                "varchar_value=x",
                "text_value=x",
                "date_value=2024-02-29",
                "time_value=12:30:00.000001",
                "timestamp_value=2024-02-29T12:30:00",
                "timestamptz_value=2024-02-29T12:30:00+02:00",
                "uuid_value=00000000-0000-0000-0000-00000000000A",
                "enum_value=extra-large",
                "email_value=a@b",
                "percentage_value=12345.678"
            })
    void everyTypeIsSentAsItself(String parameter) {
        String name = parameter.substring(0, parameter.indexOf('='));
        String value = parameter.substring(parameter.indexOf('=') + 1);
        Field<?> column = TYPE_ZOO.field(name);
        Filters filters = Filters.none().allow(name, column, EQUALS, ANY_OF, GREATER);

        for (String each : List.of(name, name + ".in", name + ".gt")) {
            assertThat(db.find(TYPE_ZOO)
                            .where(filters.where(Map.of(each, List.of(value))))
                            .list())
                    .isEmpty();
        }
    }

    @Test
    void anEnumIsNamedByWhatTheDatabaseCallsIt() {
        Filters filters = Filters.none().allow("size", TYPE_ZOO.ENUM_VALUE, EQUALS);

        for (String value : List.of("extra_large", "TINY", "", "secret")) {
            assertThatThrownBy(() -> filters.where(parameters("size", value)))
                    .isInstanceOf(InvalidFilter.class)
                    .hasMessage(
                            "Cannot filter by size: a value has to be one of tiny, small, medium, large, extra-large");
        }
    }

    @Test
    void whatIsNullIsNotGivenAndSortOnlyWhereSomethingIsSortable() {
        assertThat(FILTERS.where(Collections.singletonMap("email", null))).isEqualTo(DSL.noCondition());
        assertThat(FILTERS.order(Collections.singletonMap("sort", null))).isEmpty();
        assertThatThrownBy(() -> FILTERS.order(Map.of("sort", Collections.singletonList(null))))
                .isInstanceOf(InvalidFilter.class)
                .hasMessage("Cannot sort by a name that is not allowed\n  allowed: name, createdAt, lower");
        assertThatThrownBy(() -> Filters.none().besides("size").where(Map.of("sort", List.of("name"))))
                .isInstanceOf(InvalidFilter.class)
                .hasMessage("Cannot filter by a parameter that is not allowed\n  allowed: size");
    }

    @Test
    void anOrderIsMadeOfNamesWithAMinusForDescending() {
        List<OrderField<?>> order = List.copyOf(FILTERS.order("-createdAt,name"));

        assertThat(order).isEqualTo(List.of(USERS.CREATED_AT.desc(), USERS.NAME.asc()));
        assertThat(FILTERS.order(parameters("sort", "-lower", "email", "x")))
                .isEqualTo(List.of(DSL.lower(USERS.NAME).desc()));
        assertThat(FILTERS.order((String) null)).isEmpty();
        assertThat(FILTERS.order("")).isEmpty();
        assertThat(FILTERS.order(parameters("email", "x"))).isEmpty();
    }

    @Test
    void anotherOrderIsRefused() {
        for (String sort : List.of(
                "secret",
                "Name",
                "name ",
                "+name",
                "--name",
                "-",
                ",",
                "name,",
                ",name",
                "email",
                "name desc",
                "name;drop table users",
                "name,createdAt,lower,secret",
                ",".repeat(1_000_000))) {
            assertThatThrownBy(() -> FILTERS.order(sort))
                    .isInstanceOf(InvalidFilter.class)
                    .hasMessage("Cannot sort by a name that is not allowed\n  allowed: name, createdAt, lower");
        }
        assertThatThrownBy(() -> FILTERS.order("name,-createdAt,-name"))
                .isInstanceOf(InvalidFilter.class)
                .hasMessage("Cannot sort by name twice");
        assertThatThrownBy(() -> FILTERS.order(parameters("sort", "name", "sort", "createdAt")))
                .isInstanceOf(InvalidFilter.class)
                .hasMessage("Cannot sort: sort is given twice; several names are divided by commas");
    }

    @Test
    void aPageIsFilteredAndOrderedByWhatARequestSays() {
        Map<String, List<String>> parameters =
                parameters("email.contains", "example.org", "sort", "-name", "size", "2");
        Page<UsersRow> first = db.find(USERS)
                .where(FILTERS.where(parameters))
                .orderBy(FILTERS.order(parameters).toArray(OrderField<?>[]::new))
                .page(PageRequest.first(2));
        Page<UsersRow> second = db.find(USERS)
                .where(FILTERS.where(parameters))
                .orderBy(FILTERS.order(parameters).toArray(OrderField<?>[]::new))
                .page(PageRequest.of(2, first.next()));

        assertThat(first.items()).extracting(UsersRow::name).containsExactly("zoe", "nil");
        assertThat(second.items()).extracting(UsersRow::name).containsExactly("joe", "eve");
    }

    @Test
    void whateverComesInOnlyAnInvalidFilterComesOut() {
        Random random = new Random(30);
        List<String> names = List.of(
                "email",
                "email.in",
                "email.contains",
                "nickname.isNull",
                "active",
                "createdAt.ge",
                "id",
                "id.gt",
                "x",
                "sort");
        String alphabet = "0123456789-+.:TZe,%_!'\"\\ \0\ud800\udc00é١ntrufals";
        int accepted = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                value.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String name = names.get(random.nextInt(names.size()));
            Throwable thrown = catchThrowable(() -> {
                FILTERS.where(parameters(name, value.toString()));
                FILTERS.order(value.toString());
            });
            if (thrown != null && !(thrown instanceof InvalidFilter)) {
                throw new AssertionError(name + "=" + value, thrown);
            }
            if (thrown == null || thrown.getMessage().startsWith("Cannot sort")) {
                accepted++;
                if (i % 100 == 0 && !name.equals("x")) {
                    db.find(USERS)
                            .where(FILTERS.where(parameters(name, value.toString())))
                            .list();
                }
            }
        }
        assertThat(accepted).isBetween(5_000, 45_000);
        assertThat(db.find(USERS).count()).isEqualTo(6);
    }

    @Test
    void whatCannotBeAllowedIsSaidAtOnce() {
        Filters none = Filters.none();
        assertRefused(
                () -> none.allow("a b", USERS.NAME, EQUALS),
                "Not a name of letters, digits and underscores, other than sort: a b");
        assertRefused(
                () -> none.allow("sort", USERS.NAME, EQUALS),
                "Not a name of letters, digits and underscores, other than sort: sort");
        assertRefused(() -> none.allow("name", USERS.NAME), "Cannot allow name without an operator");
        assertRefused(() -> none.allow("id", USERS.ID, CONTAINS), "Cannot allow id.contains: the column is not text");
        assertRefused(
                () -> none.allow("data", TYPE_ZOO.JSONB_VALUE, EQUALS),
                "Cannot allow data: values of type org.jooq.JSONB are not read from text");
        assertRefused(() -> none.allow("name", USERS.NAME, EQUALS, EQUALS), "Cannot allow name: the name is taken");
        assertRefused(
                () -> none.besides("size").allow("size", ACCOUNTS.CREDITS, EQUALS),
                "Cannot allow size: the name is taken");
        assertRefused(
                () -> none.allow("size", ACCOUNTS.CREDITS, EQUALS).besides("size"),
                "Cannot leave size to others: the name is taken");
        assertRefused(() -> FILTERS.sortable("name", USERS.EMAIL), "Cannot make name sortable: the name is taken");
        assertThat(none).hasToString("Filters[] sort[]");
        assertThat(none.allow("data", TYPE_ZOO.JSONB_VALUE, IS_NULL)).hasToString("Filters[data.isNull] sort[]");
    }

    private static void assertRefused(Runnable what, String message) {
        assertThatThrownBy(what::run)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
