/**
 * Filters and orders that come from outside, such as the parameters of a URL, as jOOQ conditions and sort fields: only
 * what the application has allowed by name.
 *
 * <p>The main path: {@link dev.serein.filter.Filters#none}, then {@link dev.serein.filter.Filters#allow allow} and
 * {@link dev.serein.filter.Filters#sortable sortable}, once; then {@link dev.serein.filter.Filters#where where} and
 * {@link dev.serein.filter.Filters#order order} for each request.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li>A parameter is {@code name} or {@code name.operator}. A language with brackets, {@code or} and functions was
 *       rejected: what may be asked could no longer be seen in the list of what is allowed, nor what it costs.
 *   <li>A parameter that is not allowed is an error. Passing over it was rejected: who misspells a filter would get
 *       every row, and take them for the filtered ones. What else the request has is named with {@code besides}.
 *   <li>Values are read strictly, by the type of their column, before anything is sent: no blanks around them, no
 *       exponents, no dates that do not exist. Having PostgreSQL read them was rejected: it takes {@code yesterday} for
 *       a date, and its refusal ends the transaction.
 *   <li>{@code in} takes its values from a parameter that is given more than once. Splitting at commas was rejected:
 *       there are commas in texts.
 *   <li>An error names what is allowed and nothing that was sent: it may go into a log, and into a page.
 *   <li>This package knows jOOQ and nothing of {@code dev.serein}: what it makes is as good for a {@code find} as for
 *       jOOQ's own queries.
 * </ul>
 */
@NullMarked
package dev.serein.filter;

import org.jspecify.annotations.NullMarked;
