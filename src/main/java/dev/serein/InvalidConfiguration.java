package dev.serein;

import java.util.List;

/**
 * A setting is missing or wrong; nothing was connected. What to do: mend the setting. All that is wrong is said at
 * once.
 */
public final class InvalidConfiguration extends DatabaseException {
    private static final long serialVersionUID = 1L;

    private InvalidConfiguration(ErrorText text) {
        super(text);
    }

    static InvalidConfiguration missing(String setting, String fix) {
        return new InvalidConfiguration(new ErrorText(setting + " is not set").fix(fix));
    }

    /** The cause is not kept: what failed to parse may hold a password. */
    static InvalidConfiguration malformed(String setting, List<String> problems, String fix) {
        ErrorText text = new ErrorText(setting + " cannot be used: " + problems.get(0));
        if (problems.size() > 1) {
            text.with("also", String.join("\n", problems.subList(1, problems.size())));
        }
        return new InvalidConfiguration(text.fix(fix));
    }
}
