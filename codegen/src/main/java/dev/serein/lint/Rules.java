package dev.serein.lint;

import java.util.ArrayList;
import java.util.List;

/** What is dangerous about what was seen. */
final class Rules {
    private Rules() {}

    /**
     * Judges a release.
     *
     * @param release what each of its statements did, in their order; all have the same {@code released}
     * @return one answer for each
     */
    static List<LintedStatement> judge(List<Observation> release) {
        return new ArrayList<>();
    }
}
