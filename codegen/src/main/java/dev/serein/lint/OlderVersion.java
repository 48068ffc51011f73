package dev.serein.lint;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a release breaks for the version of the application that still runs while it is rolled out: what the release
 * leaves behind is compared with what was released, and told where it last came about.
 *
 * <p>Bodies of functions, triggers and rules, privileges, and settings are not compared.
 */
final class OlderVersion {
    private final SchemaState released;
    private final Map<SchemaState, Map<String, LintFinding>> known = new IdentityHashMap<>();

    private OlderVersion(SchemaState released) {
        this.released = released;
    }

    /** For each statement what it breaks for good. */
    static List<List<LintFinding>> breaks(List<Observation> release) {
        List<List<LintFinding>> all = new ArrayList<>();
        release.forEach(each -> all.add(new ArrayList<>()));
        if (release.isEmpty()) {
            return all;
        }
        int last = release.size() - 1;
        OlderVersion older = new OlderVersion(release.get(last).released());
        older.in(release.get(last).after()).forEach((what, finding) -> {
            int at = last;
            while (at > 0 && !older.isBrokenBy(release.get(at), what)) {
                at--;
            }
            all.get(at).add(finding);
        });
        for (int at = 0; at <= last; at++) {
            all.get(at)
                    .addAll(ReplacedTables.in(release.get(at), release.get(last).after()));
        }
        return all;
    }

    private boolean isBrokenBy(Observation statement, String what) {
        return in(statement.after()).containsKey(what)
                && !in(statement.before()).containsKey(what);
    }

    private Map<String, LintFinding> in(SchemaState state) {
        return known.computeIfAbsent(state, this::compare);
    }

    private Map<String, LintFinding> compare(SchemaState state) {
        Comparison comparison = new Comparison(released, state);
        List<Break> breaks = new ArrayList<>();
        breaks.addAll(new LostNames(comparison).breaks());
        breaks.addAll(new ColumnBreaks(comparison).breaks());
        breaks.addAll(new Tightened(comparison).breaks());
        Map<String, LintFinding> all = new LinkedHashMap<>();
        breaks.forEach(each -> all.putIfAbsent(each.what(), each.finding()));
        return all;
    }
}
