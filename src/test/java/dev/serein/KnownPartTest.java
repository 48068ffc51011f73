package dev.serein;

import static dev.serein.db.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Another version of jOOQ may add to the state of its classes: two parts that differ in it must not look the same. */
class KnownPartTest {
    /** What they are called is not rendered; the type is, in casts, of which it is an operand. */
    private static final Set<String> NOT_RENDERED = Set.of("name", "comment", "type");

    static Stream<QueryPart> known() {
        var id = USERS.ID;
        var name = USERS.NAME;
        return Stream.of(
                id.eq(1L),
                id.ne(1L),
                id.gt(1L),
                id.ge(1L),
                id.lt(1L),
                id.le(1L),
                id.isDistinctFrom(1L),
                id.isNotDistinctFrom(1L),
                id.eq(1L).and(id.ne(2L)),
                id.eq(1L).or(id.ne(2L)),
                id.eq(1L).xor(id.ne(2L)),
                id.eq(1L).not(),
                id.isNull(),
                id.isNotNull(),
                id.in(1L, 2L),
                id.notIn(1L, 2L),
                id.eq(DSL.any(1L, 2L)),
                DSL.any(1L, 2L),
                name.like("a", '!'),
                name.notLike("a", '!'),
                name.likeIgnoreCase("a", '!'),
                name.notLikeIgnoreCase("a", '!'),
                DSL.condition(USERS.ACTIVE),
                DSL.field(id.eq(1L)),
                id.plus(1L),
                id.minus(1L),
                id.mul(1L),
                id.div(1L),
                DSL.coalesce(name, "a"),
                DSL.lower(name),
                DSL.upper(name),
                name.cast(SQLDataType.CLOB),
                name.coerce(SQLDataType.CLOB),
                name.desc().nullsLast());
    }

    @ParameterizedTest
    @MethodSource
    void known(QueryPart part) {
        List<String> state = new ArrayList<>();
        for (Class<?> type = part.getClass(); type != Object.class; type = type.getSuperclass()) {
            Stream.of(type.getDeclaredFields())
                    .filter(each -> !Modifier.isStatic(each.getModifiers()))
                    .map(Field::getName)
                    .filter(each -> !NOT_RENDERED.contains(each))
                    .forEach(state::add);
        }
        boolean typed = part.getClass().getSimpleName().matches("Cast|Coerce");

        assertThat(KnownPart.of(part).operands())
                .hasSize(state.size() + (typed ? 1 : 0))
                .isNotEmpty();
    }

    @Test
    void whatHasOtherStateIsNotKnown() {
        assertThat(Stream.of(
                        USERS.ID.between(1L, 2L),
                        USERS.ID.notBetween(1L, 2L),
                        USERS.NAME.contains("a"),
                        DSL.count(),
                        DSL.condition("true"),
                        DSL.noCondition(),
                        DSL.exists(DSL.selectOne()),
                        DSL.field("a")))
                .allSatisfy(part -> assertThat(KnownPart.of(part)).isSameAs(KnownPart.UNKNOWN));
    }
}
