package dev.serein;

/**
 * What a statement returns, and how each row of it is read: what {@link Query} prepares. Not bound to a connection;
 * made by {@link Query#find} and {@link Query#rows}.
 *
 * @param <T> the row
 */
public sealed interface Rows<T> permits FindRows, JooqRows {}
