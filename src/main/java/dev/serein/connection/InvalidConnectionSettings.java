package dev.serein.connection;

import java.util.List;

/** Settings that cannot be used. Neither the message nor a cause shows any of its values. */
public final class InvalidConnectionSettings extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String[] problems;
    private final boolean nothingSaid;

    InvalidConnectionSettings(List<String> problems) {
        this(problems, false);
    }

    private InvalidConnectionSettings(List<String> problems, boolean nothingSaid) {
        super(String.join("; ", problems));
        this.problems = problems.toArray(String[]::new);
        this.nothingSaid = nothingSaid;
    }

    static InvalidConnectionSettings nothingSaid() {
        return new InvalidConnectionSettings(List.of("DATABASE_URL is not set"), true);
    }

    /**
     * Whether the environment says nothing of a database at all.
     *
     * @return false if something is said that is wrong
     */
    public boolean isNothingSaid() {
        return nothingSaid;
    }

    /**
     * Everything that is wrong; only the first thing, where the text cannot be read on after it.
     *
     * @return at least one sentence, without a full stop
     */
    public List<String> problems() {
        return List.of(problems);
    }
}
