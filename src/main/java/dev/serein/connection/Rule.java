package dev.serein.connection;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What may be said of a parameter. */
interface Rule {
    /** All that libpq takes as white space. */
    String SPACE = "[ \\t\\n\\x0B\\f\\r]*";

    /** Why the value is refused, to follow the parameter's name; empty if it is not. */
    Optional<String> refusal(String value);

    /** The one spelling of all those that mean the same. */
    default String canonical(String value) {
        return value;
    }

    /** Anything. */
    static Rule any() {
        return value -> Optional.empty();
    }

    /** One of a few words. */
    static Rule oneOf(String... words) {
        List<String> all = List.of(words);
        return value -> all.contains(value)
                ? Optional.empty()
                : Optional.of("is not one of "
                        + all.stream().filter(word -> !word.isEmpty()).collect(Collectors.joining(", ")));
    }

    /** One of a few words, in upper or lower case, or nothing. */
    static Rule oneOfIgnoringCase(String... words) {
        return new Rule() {
            @Override
            public Optional<String> refusal(String value) {
                return oneOf(words).refusal(canonical(value));
            }

            @Override
            public String canonical(String value) {
                for (String word : words) {
                    if (word.equalsIgnoreCase(value)) {
                        return word;
                    }
                }
                return value;
            }
        };
    }

    /** What nobody here can do, but for the values that ask for nothing. */
    static Rule refused(String reason, String... harmless) {
        List<String> all = List.of(harmless);
        return value ->
                value.isEmpty() || all.contains(value) ? Optional.empty() : Optional.of("cannot be heeded: " + reason);
    }

    /** A number, as libpq reads it: with a sign and white space around it. */
    static Rule number(String what, long least, long most) {
        return new Number(what, least, most, null);
    }

    /** A number of seconds; none and fewer would mean to wait for ever. */
    static Rule seconds() {
        return new Number(
                "a number of seconds", 1, 999_999, "is 0 or less, which is to wait for ever: say 1 second or more");
    }

    /** A list of ways to log in, as libpq has it. */
    static Rule methods() {
        List<String> known = List.of("password", "md5", "gss", "sspi", "scram-sha-256", "none");
        return value -> {
            if (value.isEmpty()) {
                return Optional.empty();
            }
            List<String> methods = List.of(value.split(",", -1));
            boolean negative = methods.get(0).startsWith("!");
            boolean mixed = methods.stream().anyMatch(each -> each.startsWith("!") != negative);
            boolean twice = methods.stream().distinct().count() < methods.size();
            boolean unknown =
                    methods.stream().anyMatch(each -> !known.contains(each.startsWith("!") ? each.substring(1) : each));
            return mixed || twice || unknown
                    ? Optional.of("is not a list of " + String.join(", ", known)
                            + ", each once, and all or none with \"!\" before it")
                    : Optional.empty();
        };
    }

    /** The driver reads and writes UTF-8 and nothing else. */
    static Rule utf8() {
        return value -> switch (value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "")) {
            case "", "utf8", "unicode", "auto" -> Optional.empty();
            default -> Optional.of("is not UTF8, which is all that the driver speaks");
        };
    }

    /** A whole number. */
    record Number(
            String what, long least, long most, @Nullable String endless) implements Rule {
        private static final Pattern DIGITS = Pattern.compile(SPACE + "([+-]?)0*([0-9]{1,10})" + SPACE);

        @Override
        public Optional<String> refusal(String value) {
            if (!DIGITS.matcher(value).matches()) {
                return Optional.of("is not " + range());
            }
            long number = Long.parseLong(canonical(value));
            if (number < 1 && endless != null) {
                return Optional.of(endless);
            }
            return number < least || number > most ? Optional.of("is not " + range()) : Optional.empty();
        }

        private String range() {
            return what + (least == Integer.MIN_VALUE ? "" : " from " + least + " to " + most);
        }

        @Override
        public String canonical(String value) {
            return DIGITS.matcher(value).replaceAll("$1$2").replace("+", "");
        }
    }
}
