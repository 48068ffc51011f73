package dev.serein.connection;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/** A parameter that a URL may set. All else is refused: some of the driver's load a class or write a file. */
enum Parameter {
    SSLMODE(PGProperty.SSL_MODE, "disable|allow|prefer|require|verify-ca|verify-full", null),
    SSLROOTCERT(PGProperty.SSL_ROOT_CERT, ".+", "the name of a file, or system"),
    CHANNEL_BINDING(PGProperty.CHANNEL_BINDING, "disable|prefer|require", null),
    GSSENCMODE(PGProperty.GSS_ENC_MODE, "disable|prefer|require", null),
    APPLICATION_NAME(PGProperty.APPLICATION_NAME, ".*", ""),
    /** libpq's 0, to wait for ever, is left out on purpose. */
    CONNECT_TIMEOUT(PGProperty.CONNECT_TIMEOUT, "[1-9][0-9]{0,5}", "a number of seconds, 1 or more"),
    OPTIONS(PGProperty.OPTIONS, ".*", "");

    private final PGProperty property;
    private final Pattern values;
    private final String expected;

    Parameter(PGProperty property, String values, @Nullable String expected) {
        this.property = property;
        this.values = Pattern.compile(values, Pattern.DOTALL);
        this.expected = expected == null ? "one of " + values.replace("|", ", ") : expected;
    }

    /** As libpq spells it, or as pgjdbc does. */
    static Optional<Parameter> named(String name) {
        return Arrays.stream(values())
                .filter(each ->
                        each.spelling().equals(name) || each.property.getName().equals(name))
                .findFirst();
    }

    static List<String> spellings() {
        return Arrays.stream(values()).map(Parameter::spelling).sorted().toList();
    }

    String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    PGProperty property() {
        return property;
    }

    boolean accepts(String value) {
        return values.matcher(value).matches();
    }

    /** What a value has to be. */
    String expected() {
        return expected;
    }
}
