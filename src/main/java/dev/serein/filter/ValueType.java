package dev.serein.filter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jooq.EnumType;
import org.jspecify.annotations.Nullable;

/**
 * How text from outside becomes a value of one Java type: one form for each value, and nothing that the type would
 * round, or PostgreSQL refuse.
 *
 * @param name for messages
 * @param form of the text; checked first, as Java's own methods take digits of all scripts, and more
 */
record ValueType<V>(String name, Pattern form, Function<String, @Nullable V> reading) {
    private static final int LONGEST = 1_000;
    private static final String DATE = "\\d{4}-\\d\\d-\\d\\d";
    private static final String TIME = "\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,6})?)?";
    private static final String OFFSET = "(Z|[+-]\\d\\d:\\d\\d)";
    private static final String INTEGER = "-?\\d{1,19}";
    private static final String DECIMAL = "-?\\d{1,400}(\\.\\d{1,400})?";

    private static final Map<Class<?>, ValueType<?>> BY_CLASS = Map.ofEntries(
            type(Short.class, "a whole number", INTEGER, Short::valueOf),
            type(Integer.class, "a whole number", INTEGER, Integer::valueOf),
            type(Long.class, "a whole number", INTEGER, Long::valueOf),
            type(BigInteger.class, "a whole number", "-?\\d{1,400}", BigInteger::new),
            type(BigDecimal.class, "a number such as 12.50", DECIMAL, BigDecimal::new),
            type(Float.class, "a number such as 12.50", DECIMAL, text -> finite(Float.valueOf(text))),
            type(Double.class, "a number such as 12.50", DECIMAL, text -> finite(Double.valueOf(text))),
            type(Boolean.class, "true or false", "true|false", Boolean::valueOf),
            type(String.class, "text of at most 1000 characters", "(?s).*", ValueType::storable),
            type(
                    UUID.class,
                    "a UUID",
                    "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}",
                    UUID::fromString),
            type(LocalDate.class, "a date such as 2024-02-29", DATE, text -> inOurEra(LocalDate.parse(text), text)),
            type(LocalTime.class, "a time of day such as 12:30:00", TIME, LocalTime::parse),
            type(
                    LocalDateTime.class,
                    "a date and time such as 2024-02-29T12:30:00",
                    DATE + "T" + TIME,
                    text -> inOurEra(LocalDateTime.parse(text), text)),
            type(
                    OffsetDateTime.class,
                    "a date and time with an offset, such as 2024-02-29T12:30:00Z",
                    DATE + "T" + TIME + OFFSET,
                    text -> inOurEra(OffsetDateTime.parse(text), text)),
            type(
                    Instant.class,
                    "a date and time with an offset, such as 2024-02-29T12:30:00Z",
                    DATE + "T" + TIME + OFFSET,
                    text -> inOurEra(OffsetDateTime.parse(text).toInstant(), text)));

    private static <V> Map.Entry<Class<?>, ValueType<?>> type(
            Class<V> type, String name, String form, Function<String, @Nullable V> reading) {
        return Map.entry(type, new ValueType<>(name, Pattern.compile(form), reading));
    }

    /** Null for a type that is not read from text. */
    static @Nullable ValueType<?> of(Class<?> type) {
        return type.isEnum() ? ofEnum(type) : BY_CLASS.get(type);
    }

    private static ValueType<?> ofEnum(Class<?> type) {
        Map<String, Object> byLiteral = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(ValueType::literal, each -> each, (a, b) -> a, LinkedHashMap::new));
        return new ValueType<>(
                "one of " + String.join(", ", byLiteral.keySet()), Pattern.compile("(?s).*"), byLiteral::get);
    }

    private static String literal(Object constant) {
        return constant instanceof EnumType ofDatabase ? ofDatabase.getLiteral() : ((Enum<?>) constant).name();
    }

    private static @Nullable Float finite(Float value) {
        return value.isInfinite() ? null : value;
    }

    private static @Nullable Double finite(Double value) {
        return value.isInfinite() ? null : value;
    }

    /** PostgreSQL stores neither the character 0 nor half a character. */
    private static @Nullable String storable(String text) {
        return text.codePoints().allMatch(each -> each != 0 && Character.getType(each) != Character.SURROGATE)
                ? text
                : null;
    }

    /** To PostgreSQL there is no year 0. */
    private static <V> @Nullable V inOurEra(V value, String text) {
        return text.startsWith("0000") ? null : value;
    }

    /** Null of what is none. */
    @Nullable
    V read(String text) {
        if (text.length() > LONGEST || !form.matcher(text).matches()) {
            return null;
        }
        try {
            return reading.apply(text);
        } catch (DateTimeException | NumberFormatException e) {
            // a date that does not exist, a number that is too large
            return null;
        }
    }
}
