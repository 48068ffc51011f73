package dev.serein.filter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.SortField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Which columns others may filter and sort by, and how: a list that turns the parameters of a request into conditions
 * and an order, and refuses everything that is not on it. Immutable, thread-safe: a {@code static final} of the
 * handler.
 *
 * <pre>{@code
 * static final Filters FILTERS = Filters.none()
 *         .allow("email", USERS.EMAIL, EQUALS, CONTAINS)
 *         .allow("createdAt", USERS.CREATED_AT, AT_LEAST, LESS)
 *         .sortable("name", USERS.NAME)
 *         .sortable("createdAt", USERS.CREATED_AT)
 *         .besides("size", "cursor");
 *
 * // ?email.contains=example&createdAt.ge=2024-01-01T00:00:00Z&sort=-createdAt,name
 * Page<UsersRow> page = users.page(FILTERS.where(parameters), FILTERS.order(parameters), PageRequest.of(size, cursor));
 * }</pre>
 */
public final class Filters {
    /** The parameter that {@link #order(Map)} reads. */
    private static final String SORT = "sort";

    private static final String EQUALS = "." + Operator.EQUALS.word();
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    /** By the parameter, such as {@code price.ge}. */
    private final Map<String, Allowed<?>> allowed;

    private final Map<String, Field<?>> sortable;
    private final Set<String> besides;

    private record Allowed<V>(String parameter, Field<V> column, Operator operator, ValueType<?> type) {

        Condition of(Collection<String> values) {
            if (values.size() > operator.mostValues()) {
                throw InvalidFilter.of("Cannot filter by " + parameter + ": it takes "
                        + (operator.mostValues() == 1 ? "one value" : "at most " + operator.mostValues() + " values"));
            }
            List<Object> read = new ArrayList<>(values.size());
            for (String value : values) {
                Object valid = value == null ? null : type.read(value);
                if (valid == null) {
                    throw InvalidFilter.of("Cannot filter by " + parameter + ": a value has to be " + type.name());
                }
                read.add(valid);
            }
            return operator.of(column, read);
        }
    }

    private Filters(Map<String, Allowed<?>> allowed, Map<String, Field<?>> sortable, Set<String> besides) {
        this.allowed = allowed;
        this.sortable = sortable;
        this.besides = besides;
    }

    /**
     * Begins a list.
     *
     * @return a list on which there is nothing
     */
    public static Filters none() {
        return new Filters(Map.of(), Map.of(), Set.of());
    }

    /**
     * Allows to filter by a column.
     *
     * @param name of the parameter: letters, digits and underscores
     * @param column the column, or an expression; of a number, a boolean, text, a uuid, a date or time, or an enum
     * @param operators what it may be compared with, at least one
     * @return the longer list
     * @throws IllegalArgumentException if the name cannot be one or is taken, no operator is given, or one does not fit
     *     the type
     */
    public Filters allow(String name, Field<?> column, Operator... operators) {
        requireName(name);
        if (operators.length == 0) {
            throw new IllegalArgumentException("Cannot allow " + name + " without an operator");
        }
        Map<String, Allowed<?>> more = new LinkedHashMap<>(allowed);
        for (Operator operator : operators) {
            String parameter = parameter(name, operator);
            if (operator.isOfText() && column.getType() != String.class) {
                throw new IllegalArgumentException("Cannot allow " + parameter + ": the column is not text");
            }
            ValueType<?> type = ValueType.of(operator.typeOfValue(column));
            if (type == null) {
                throw new IllegalArgumentException("Cannot allow " + parameter + ": values of type "
                        + column.getType().getName() + " are not read from text");
            }
            if (besides.contains(parameter) || more.containsKey(parameter)) {
                throw new IllegalArgumentException("Cannot allow " + parameter + ": the name is taken");
            }
            more.put(parameter, new Allowed<>(parameter, column, operator, type));
        }
        return new Filters(more, sortable, besides);
    }

    private static String parameter(String name, Operator operator) {
        return operator == Operator.EQUALS ? name : name + "." + operator.word();
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches() || name.equals(SORT)) {
            throw new IllegalArgumentException(
                    "Not a name of letters, digits and underscores, other than sort: " + name);
        }
    }

    /**
     * Allows to sort by a column.
     *
     * @param name in the order: letters, digits and underscores
     * @param column the column, or an expression
     * @return the longer list
     * @throws IllegalArgumentException if the name cannot be one, or is taken
     */
    public Filters sortable(String name, Field<?> column) {
        requireName(name);
        Map<String, Field<?>> more = new LinkedHashMap<>(sortable);
        if (more.put(name, column) != null) {
            throw new IllegalArgumentException("Cannot make " + name + " sortable: the name is taken");
        }
        return new Filters(allowed, more, besides);
    }

    /**
     * Names parameters of the request that others read, such as {@code size} and {@code cursor}: {@link #where} passes
     * over them.
     *
     * @param names of parameters
     * @return the list with them
     * @throws IllegalArgumentException if one is that of a filter
     */
    public Filters besides(String... names) {
        Set<String> more = new TreeSet<>(besides);
        for (String name : names) {
            if (allowed.containsKey(name)) {
                throw new IllegalArgumentException("Cannot leave " + name + " to others: the name is taken");
            }
            more.add(name);
        }
        return new Filters(allowed, sortable, more);
    }

    /**
     * The conditions that a request asks for, in the order of the list, so that the same parameters make the same
     * statement. Values are bound.
     *
     * @param parameters all those of the request, decoded, as a web framework gives them; {@code sort} is passed over
     *     where something is sortable; what is null counts as not given
     * @return all of them joined by {@code and}; of none, a condition that is always true and leaves no trace
     * @throws InvalidFilter if a parameter is not allowed, its value is not of the column's type, or there are too many
     */
    public Condition where(Map<String, ? extends Collection<String>> parameters) {
        Map<String, Collection<String>> asked = new LinkedHashMap<>();
        allowed.keySet().forEach(parameter -> asked.put(parameter, List.of()));
        parameters.forEach((parameter, values) -> {
            String known = known(parameter);
            if (known != null
                    && values != null
                    && !values.isEmpty()
                    && !asked.put(known, values).isEmpty()) {
                throw InvalidFilter.of("Cannot filter by " + known + " twice");
            }
        });
        Condition all = DSL.noCondition();
        for (Allowed<?> filter : allowed.values()) {
            Collection<String> values = asked.getOrDefault(filter.parameter, List.of());
            if (!values.isEmpty()) {
                all = all.and(filter.of(values));
            }
        }
        return all;
    }

    /** The filter's parameter; null if others read it. */
    private @Nullable String known(@Nullable String parameter) {
        if (parameter != null && (besides.contains(parameter) || parameter.equals(SORT) && !sortable.isEmpty())) {
            return null;
        }
        String name = parameter == null ? "" : parameter;
        String known = name.endsWith(EQUALS) ? name.substring(0, name.length() - EQUALS.length()) : name;
        if (allowed.containsKey(known)) {
            return known;
        }
        Set<String> names = new LinkedHashSet<>(allowed.keySet());
        names.addAll(besides);
        if (!sortable.isEmpty()) {
            names.add(SORT);
        }
        throw InvalidFilter.of("Cannot filter by a parameter that is not allowed", names);
    }

    /**
     * The order that a request asks for with {@code sort}.
     *
     * @param parameters all those of the request
     * @return as {@link #order(String)} of its value; of none, an empty list
     * @throws InvalidFilter as there, or if {@code sort} is given twice
     */
    public List<SortField<?>> order(Map<String, ? extends Collection<String>> parameters) {
        Collection<String> sorts = parameters.get(SORT);
        if (sorts == null || sorts.isEmpty()) {
            return List.of();
        }
        if (sorts.size() > 1) {
            throw InvalidFilter.of("Cannot sort: sort is given twice; several names are divided by commas");
        }
        String names = sorts.iterator().next();
        if (names == null) {
            throw InvalidFilter.of("Cannot sort by a name that is not allowed", sortable.keySet());
        }
        return order(names);
    }

    /**
     * The order that a text asks for.
     *
     * @param names of what is sortable, divided by commas, each with a minus before it for descending; null or empty
     *     for none
     * @return one field for each, nulls as PostgreSQL has them: last, or first where it is descending; unmodifiable
     * @throws InvalidFilter if a name is not sortable, or comes twice
     */
    public List<SortField<?>> order(@Nullable String names) {
        Map<String, SortField<?>> order = new LinkedHashMap<>();
        // no longer list can be right: the last part of this one would not be a name
        String[] asked = names == null || names.isEmpty() ? new String[0] : names.split(",", sortable.size() + 1);
        for (String each : asked) {
            boolean descending = each.startsWith("-");
            String name = descending ? each.substring(1) : each;
            Field<?> field = sortable.get(name);
            if (field == null) {
                throw InvalidFilter.of("Cannot sort by a name that is not allowed", sortable.keySet());
            }
            if (order.put(name, descending ? field.desc() : field.asc()) != null) {
                throw InvalidFilter.of("Cannot sort by " + name + " twice");
            }
        }
        return List.copyOf(order.values());
    }

    /** {@return what is allowed, by name} */
    @Override
    public String toString() {
        return "Filters" + allowed.keySet() + " sort" + sortable.keySet();
    }
}
