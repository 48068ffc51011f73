package dev.serein;

/**
 * What the rows of a query are combined with: rows of another table, or a number that is made of those. Made by
 * {@link Relations}. Immutable, thread-safe, bound to nothing.
 *
 * @param <A> what a row is combined with: a list, a row, an optional one, a number
 */
public sealed interface Child<A> permits Many, One, Maybe, Aggregate {}
