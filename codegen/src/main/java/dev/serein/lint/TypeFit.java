package dev.serein.lint;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether code that was generated for one type can go on with another. Types are named as PostgreSQL does. */
final class TypeFit {
    /** How it fits. */
    enum Fit {
        /** All that is written fits, and all that is read. */
        SAME,
        /** All that is written fits; what is read may be larger than the old type. */
        WIDER,
        /** What is written may not fit, or it is another kind of value. */
        OTHER
    }

    private static final Pattern TYPE =
            Pattern.compile("([^(]*?)\\s*(?:\\(([-\\d, ]*)\\))?((?: with(?:out)? time zone)?(?:\\[])*)");

    private static final Map<String, Integer> NUMBERS = Map.of("smallint", 1, "integer", 2, "bigint", 3, "numeric", 4);

    /** Types with a length or a precision that only limits what is written. */
    private static final List<String> LIMITED = List.of(
            "character varying",
            "bit varying",
            "timestamp with time zone",
            "timestamp without time zone",
            "time with time zone",
            "time without time zone",
            "interval");

    private TypeFit() {}

    /** A type with its modifiers taken off: {@code numeric} and 10, 2. */
    private record Parts(String name, List<Integer> limits) {
        static Parts of(String type) {
            Matcher matcher = TYPE.matcher(type);
            if (!matcher.matches()) {
                return new Parts(type, List.of());
            }
            List<Integer> limits = matcher.group(2) == null
                    ? List.of()
                    : Arrays.stream(matcher.group(2).split(","))
                            .map(String::strip)
                            .map(Integer::valueOf)
                            .toList();
            return new Parts(matcher.group(1) + matcher.group(3), limits);
        }
    }

    static Fit of(String oldType, String newType) {
        if (oldType.equals(newType)) {
            return Fit.SAME;
        }
        Parts then = Parts.of(oldType);
        Parts now = Parts.of(newType);
        if (isText(then) && isText(now) || then.name.equals(now.name) && LIMITED.contains(then.name)) {
            return holds(now.limits, then.limits) ? Fit.SAME : Fit.OTHER;
        }
        if (then.name.equals("numeric") && now.name.equals("numeric")) {
            return holdsNumbers(now.limits, then.limits) ? Fit.SAME : Fit.OTHER;
        }
        Integer from = NUMBERS.get(then.name);
        Integer to = NUMBERS.get(now.name);
        if (from != null && to != null && from < to && (to < 4 || now.limits.isEmpty())) {
            return Fit.WIDER;
        }
        return then.name.equals("real") && now.name.equals("double precision") ? Fit.WIDER : Fit.OTHER;
    }

    private static boolean isText(Parts type) {
        return type.name.equals("text") || type.name.equals("character varying");
    }

    /** No limit holds everything. */
    private static boolean holds(List<Integer> limits, List<Integer> old) {
        return limits.isEmpty() || !old.isEmpty() && limits.get(0) >= old.get(0);
    }

    /** Digits before the point, and behind it. */
    private static boolean holdsNumbers(List<Integer> limits, List<Integer> old) {
        if (limits.isEmpty() || old.isEmpty()) {
            return limits.isEmpty();
        }
        int scale = limits.size() > 1 ? limits.get(1) : 0;
        int oldScale = old.size() > 1 ? old.get(1) : 0;
        return scale >= oldScale && limits.get(0) - scale >= old.get(0) - oldScale;
    }
}
