package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.util.List;
import java.util.stream.Stream;

/** Whether anybody cleans up. Autovacuum knows from the counts what there is to do. */
final class VacuumSwitch implements Check {
    @Override
    public String name() {
        return "autovacuum";
    }

    @Override
    public List<Finding> ask(Visit visit) {
        List<String> off = Stream.of("autovacuum", "track_counts")
                .filter(each -> visit.setting(each).equals("off"))
                .toList();
        return off.isEmpty()
                ? List.of()
                : List.of(new Finding(
                        name(),
                        Severity.DANGER,
                        String.join(" and ", off) + (off.size() == 1 ? " is" : " are")
                                + " off: tables grow without end, and statistics are never up to date",
                        List.of(),
                        "set " + String.join(" = on and ", off) + " = on, and select pg_reload_conf()"));
    }
}
