package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.util.List;
import java.util.stream.Stream;

/** What bounds this application's own sessions. */
final class SessionTimeouts implements Check {
    /** What to set where there is nothing. */
    private enum Bound {
        STATEMENT("statement_timeout", "30s"),
        LOCK("lock_timeout", "10s"),
        IDLE("idle_in_transaction_session_timeout", "60s");

        private final String setting;
        private final String usual;

        Bound(String setting, String usual) {
            this.setting = setting;
            this.usual = usual;
        }
    }

    @Override
    public String name() {
        return "session-timeouts";
    }

    @Override
    public List<Finding> ask(Visit visit) {
        List<Bound> missing = Stream.of(Bound.values())
                .filter(each -> visit.setting(each.setting).equals("0"))
                .toList();
        if (missing.isEmpty()) {
            return List.of();
        }
        String role = Figures.quoted(visit.facts().role());
        return List.of(new Finding(
                name(),
                Severity.WARNING,
                "Sessions of this application may run and wait without end: " + missing.size() + " of 3 timeouts are 0",
                missing.stream().map(each -> each.setting).toList(),
                "open the database with Database.open, which sets them; or "
                        + String.join(
                                "; ",
                                missing.stream()
                                        .map(each -> "alter role " + role + " set " + each.setting + " = '" + each.usual
                                                + "'")
                                        .toList())));
    }
}
