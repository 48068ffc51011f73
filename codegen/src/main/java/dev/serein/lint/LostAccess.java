package dev.serein.lint;

import dev.serein.lint.SchemaState.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is still there, but not for the role of the older version; and what else it names beside tables and views. */
final class LostAccess {
    private static final String RUNS = "the version that still runs ";
    private static final String LATER =
            "drop it in a later release, when the version that is released before it does not use it any more";

    private final Comparison comparison;
    private final List<Break> breaks = new ArrayList<>();

    LostAccess(Comparison comparison) {
        this.comparison = comparison;
    }

    List<Break> breaks() {
        for (Relation old : comparison.relations()) {
            Relation now = comparison.named(old);
            if (now != null) {
                granted(comparison.released(), old)
                        .forEach((role, rights) -> ofRole(old, now, role, new TreeSet<>(rights)));
                ofRows(old, now);
            }
        }
        Set<String> routines = comparison.now().named().routines();
        comparison.released().named().routines().stream()
                .filter(each -> !routines.contains(each))
                .map(DomainConstraints::shown)
                .forEach(each -> breaks.add(
                        Break.hint("drop-function", each, RUNS + "may call " + each + ", which is gone", LATER)));
        comparison.released().named().sequences().stream()
                .filter(each -> isGone(each, comparison.now()))
                .map(DomainConstraints::shown)
                .forEach(each -> breaks.add(Break.danger(
                        "drop-sequence", each, RUNS + "uses the sequence " + each + ", which is gone", LATER)));
        comparison.released().named().attributes().forEach(this::ofAttributes);
        return breaks;
    }

    private static Map<String, Set<String>> granted(SchemaState state, Relation relation) {
        return state.named().grants().getOrDefault(relation.oid(), Map.of());
    }

    /** Whoever revokes a right knows it; with what is made anew it goes unsaid. */
    private void ofRole(Relation old, Relation now, String role, Set<String> rights) {
        Map<String, Set<String>> left = granted(comparison.now(), now);
        rights.removeAll(left.getOrDefault(role, Set.of()));
        rights.removeAll(left.getOrDefault("public", Set.of()));
        if (rights.isEmpty() || role.equals(comparison.now().named().owners().get(now.oid()))) {
            return;
        }
        String what = String.join(", ", rights);
        String problem = RUNS + "may not " + Blocked.list(List.copyOf(rights)) + " any more in " + old.shown()
                + (role.equals("public") ? "" : ", if it is " + role);
        String grant = "grant " + what + " on " + Sql.name(old) + " to " + Sql.name(role) + ";";
        breaks.add(
                old.oid() == now.oid()
                        ? Break.hint("access-lost", old.shown() + " " + role, problem, "if it needs it: " + grant)
                        : Break.danger(
                                "access-lost",
                                old.shown() + " " + role,
                                problem,
                                "what is made anew has no grants: give them in the same file:\n  " + grant));
    }

    private void ofRows(Relation old, Relation now) {
        if (!comparison.now().named().secured().contains(now.oid())
                || comparison.released().named().secured().contains(old.oid())) {
            return;
        }
        String problem = RUNS + "sees and writes only those rows of " + old.shown()
                + " that policies give it, if it is not the owner";
        String fix =
                "first release a version that fits the policies; enable row level security in the release after that";
        breaks.add(
                granted(comparison.released(), old).isEmpty()
                        ? Break.hint("row-security", old.shown(), problem, fix)
                        : Break.danger("row-security", old.shown(), problem, fix));
    }

    private static boolean isGone(String sequence, SchemaState now) {
        return now.relations().values().stream()
                .noneMatch(each -> each.kind() == 'S' && sequence.equals(each.schema() + "." + each.name()));
    }

    /** Programs write and read the attributes in their order, all of them. */
    private void ofAttributes(String type, List<String> attributes) {
        List<String> now = comparison.now().named().attributes().get(type);
        if (now != null && !now.equals(attributes)) {
            String shown = DomainConstraints.shown(type);
            breaks.add(Break.danger(
                    "incompatible-type",
                    shown,
                    RUNS + "reads and writes " + shown + " as (" + String.join(", ", attributes) + "), and it is ("
                            + String.join(", ", now) + ") now",
                    "make another type, and a column of it beside the old one; drop the old ones in a later release"));
        }
    }
}
