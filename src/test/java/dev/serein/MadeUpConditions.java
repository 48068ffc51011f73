package dev.serein;

import static dev.serein.db.Tables.USERS;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/** Conditions on users: the same structure for the same seed, with other values for other ones. */
final class MadeUpConditions {
    private static final List<TableField<?, Long>> NUMBERS = List.of(USERS.ID);
    private static final List<TableField<?, String>> TEXTS = List.of(USERS.EMAIL, USERS.NAME, USERS.NICKNAME);

    private final Random structure;
    private final Random values;

    MadeUpConditions(long structure, long values) {
        this.structure = new Random(structure);
        this.values = new Random(values);
    }

    Condition next(int depth) {
        return switch (structure.nextInt(depth == 0 ? 8 : 13)) {
            case 0 -> compared(pick(NUMBERS), () -> (long) values.nextInt(12));
            case 1 -> compared(pick(TEXTS), this::text);
            case 2 -> compared(USERS.CREATED_AT, this::time);
            case 3 -> liked(pick(TEXTS));
            case 4 ->
                structure.nextBoolean() ? pick(TEXTS).isNull() : pick(TEXTS).isNotNull();
            case 5 -> listed();
            case 6 -> structure.nextBoolean() ? DSL.condition(USERS.ACTIVE) : USERS.ACTIVE.eq(values.nextBoolean());
            case 7 -> DSL.lower(pick(TEXTS)).eq(text());
            case 8 -> next(depth - 1).and(next(depth - 1));
            case 9 -> next(depth - 1).or(next(depth - 1));
            case 10 -> next(depth - 1).not();
            case 11 -> DSL.field(next(depth - 1)).isDistinctFrom(DSL.inline(structure.nextBoolean()));
            default ->
                DSL.noCondition()
                        .and(next(depth - 1))
                        .and(structure.nextBoolean() ? DSL.trueCondition() : USERS.ID.eq(DSL.any(numbers())));
        };
    }

    private <E> E pick(List<E> list) {
        return list.get(structure.nextInt(list.size()));
    }

    private <V> Condition compared(Field<V> field, Supplier<V> value) {
        return switch (structure.nextInt(9)) {
            case 0 -> field.eq(value.get());
            case 1 -> field.ne(value.get());
            case 2 -> field.lt(value.get());
            case 3 -> field.le(value.get());
            case 4 -> field.gt(value.get());
            case 5 -> field.ge(value.get());
            case 6 -> field.isDistinctFrom(value.get());
            case 7 -> field.isNotDistinctFrom(value.get());
            default -> field.eq((V) null);
        };
    }

    private Condition liked(Field<String> field) {
        String pattern = "%" + text() + "%";
        return switch (structure.nextInt(5)) {
            case 0 -> field.like(pattern);
            case 1 -> field.notLike(pattern);
            case 2 -> field.likeIgnoreCase(pattern);
            case 3 -> field.notLikeIgnoreCase(pattern);
            default -> field.like(pattern, structure.nextBoolean() ? '!' : '#');
        };
    }

    private Condition listed() {
        return switch (structure.nextInt(3)) {
            case 0 -> USERS.ID.in(List.of(numbers()));
            case 1 -> USERS.ID.notIn(List.of(numbers()));
            default -> USERS.NAME.in(List.of());
        };
    }

    private Long[] numbers() {
        Long[] numbers = new Long[1 + structure.nextInt(3)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (long) values.nextInt(12);
        }
        return numbers;
    }

    private String text() {
        return List.of("", "User 3", "user 4", "user5@example.com", "e", "Nick", "' or 1=1 --", "100%", "ü")
                .get(values.nextInt(9));
    }

    private OffsetDateTime time() {
        return OffsetDateTime.of(2020 + values.nextInt(10), 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    }

    List<OrderField<?>> order() {
        List<OrderField<?>> order = new ArrayList<>();
        for (int i = structure.nextInt(3); i > 0; i--) {
            Field<?> field = pick(TEXTS);
            order.add(
                    switch (structure.nextInt(4)) {
                        case 0 -> field;
                        case 1 -> field.desc();
                        case 2 -> field.asc().nullsFirst();
                        default -> DSL.upper(USERS.NAME).desc().nullsLast();
                    });
        }
        order.add(USERS.ID);
        return order;
    }
}
