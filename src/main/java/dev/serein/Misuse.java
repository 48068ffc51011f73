package dev.serein;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done about what is most likely a mistake, as the {@link Guard} says. Of one database; thread-safe. */
final class Misuse {
    /** For all databases of a process whose options do not say it. */
    static final String PROPERTY = "serein.guard";

    static final Guard USUAL = Guard.WARN;

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final Guard guard;
    private final Consumer<String> log;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    Misuse(Guard guard) {
        this(guard, text -> LOG.warn("{}", text));
    }

    Misuse(Guard guard, Consumer<String> log) {
        this.guard = guard;
        this.log = log;
    }

    /** {@return what the property says; null if it says nothing that can be read} */
    static @Nullable Guard ofProperty(String value) {
        for (Guard each : Guard.values()) {
            if (word(each).equals(value)) {
                return each;
            }
        }
        return null;
    }

    static InvalidConfiguration.Problem unreadable() {
        return new InvalidConfiguration.Problem(PROPERTY, "it is not ignore, warn or throw");
    }

    static String word(Guard guard) {
        return guard.name().toLowerCase(Locale.ROOT);
    }

    boolean isIgnored() {
        return guard == Guard.IGNORE;
    }

    /**
     * Tells of one.
     *
     * @param line of the application; of each, the same thing is told once
     * @throws IllegalStateException if that is what is done about it
     */
    void found(Finding finding, String line) {
        if (guard == Guard.THROW) {
            throw new IllegalStateException(finding.text(line));
        }
        tell(finding, line);
    }

    /** The same, where another exception is on its way. */
    void tell(Finding finding, String line) {
        if (!isIgnored() && told.add(finding.summary + line)) {
            log.accept(finding.text(line));
        }
    }

    /**
     * What is wrong, and the way out.
     *
     * @param summary the first line, the same for all of its kind
     * @param transaction what that is called; null if it has no name, or is not concerned
     * @param fact a label and a value; empty for none
     * @param fix the way out
     */
    record Finding(String summary, @Nullable String transaction, List<String> fact, String fix) {
        private String text(String line) {
            ErrorText text = new ErrorText(summary);
            if (transaction != null) {
                text.with("transaction", transaction);
            }
            for (int i = 0; i < fact.size(); i += 2) {
                text.with(fact.get(i), Objects.requireNonNull(fact.get(i + 1)));
            }
            return text.with("line", line).fix(fix).toString();
        }
    }
}
