package dev.serein.connection;

import java.util.List;

/** A URL that cannot be used. Neither the message nor a cause shows any of its values. */
public final class InvalidConnectionSettings extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String[] problems;

    InvalidConnectionSettings(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = problems.toArray(String[]::new);
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
