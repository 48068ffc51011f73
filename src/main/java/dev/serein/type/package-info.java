/**
 * PostgreSQL's types that neither Java nor jOOQ has, or has with losses.
 *
 * <p>What a user meets:
 *
 * <ol>
 *   <li>{@link dev.serein.type.Interval}, the Java type of {@code interval};
 *   <li>{@link dev.serein.type.TextBinding} and {@link dev.serein.type.TextArrayBinding}, which generated code names
 *       for types that are written and read as the server's text.
 * </ol>
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>{@code interval} is a record of months, days and microseconds, as the server stores it. jOOQ's
 *       {@code YearToSecond} was rejected: it cannot be one month less three days, makes four days of 99 hours, and
 *       counts seconds in floating point.
 *   <li>{@code date}, {@code time}, {@code timestamp} and {@code timestamptz} keep jOOQ's own types, and are made exact
 *       below jOOQ: in what is bound and in the rows it reads. Bindings on those columns were rejected: to jOOQ a type
 *       with a custom binding has no array, and none in a MULTISET.
 *   <li>{@code LocalDate.MAX}, {@code LocalDateTime.MAX} and {@code OffsetDateTime.MAX} are {@code infinity}, the
 *       {@code MIN}s are {@code -infinity}, as the driver has it. {@code LocalTime.MAX} is 24:00. Microseconds are
 *       kept; what is finer is rounded to them.
 *   <li>{@code money}, {@code tsvector}, {@code macaddr}, the multiranges and most geometric types are strings: the
 *       server's text loses nothing, and nobody needs a class for it. {@code point} and {@code box} are the driver's
 *       {@code PGpoint} and {@code PGbox}: their text differs between the two formats they come in.
 *   <li>NaN and the infinities of {@code numeric}, and 24:00 in a {@code timetz}, are in no Java type: to read them is
 *       an error.
 * </ul>
 *
 * <p>Known limits of {@code sql()}, which are jOOQ's: in a {@code MULTISET} values come as JSON and are converted by
 * jOOQ alone, which makes null of infinity and of years after 9999, takes the era from dates, loses the sign of -0.0,
 * and reads {@code bytea[]} as text. What is written into the SQL with {@code DSL.inline} goes through {@code java.sql}
 * and the time zone of the JVM. An enum value that the generated class does not know is null there; to everything else
 * it is an error.
 */
@NullMarked
package dev.serein.type;

import org.jspecify.annotations.NullMarked;
