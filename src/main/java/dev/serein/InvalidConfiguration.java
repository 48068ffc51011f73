package dev.serein;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A setting is missing or wrong; nothing was connected. What to do: mend the setting. All that is wrong is said at
 * once.
 */
public final class InvalidConfiguration extends DatabaseException {
    private static final long serialVersionUID = 1L;

    /**
     * One thing that is wrong.
     *
     * @param setting the variable, the method, or the like
     * @param what why it cannot be used; null if it is not there at all
     */
    record Problem(String setting, @Nullable String what) {
        private String sentence() {
            return what == null ? setting + " is not set" : setting + " cannot be used: " + what;
        }

        private String after(Problem first) {
            return what != null && setting.equals(first.setting) ? what : sentence();
        }
    }

    private InvalidConfiguration(ErrorText text) {
        super(text);
    }

    /** The cause is not kept: what failed to parse may hold a password. */
    static InvalidConfiguration of(List<Problem> problems, @Nullable String fix) {
        Problem first = problems.get(0);
        ErrorText text = new ErrorText(first.sentence());
        if (problems.size() > 1) {
            text.with(
                    "also",
                    problems.stream()
                            .skip(1)
                            .map(problem -> problem.after(first))
                            .collect(Collectors.joining("\n")));
        }
        return new InvalidConfiguration(fix == null ? text : text.fix(fix));
    }
}
