package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.time.Duration;
import java.util.List;

/** Whether what this machine takes for now is now to the server. The way there and back is not counted. */
final class ClockSkew implements Check {
    private static final Duration MOST = Duration.ofSeconds(1);

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public List<Finding> ask(Visit visit) {
        Duration skew = visit.facts().skew();
        if (skew.abs().compareTo(MOST) <= 0) {
            return List.of();
        }
        return List.of(new Finding(
                name(),
                Severity.WARNING,
                "The server's clock is " + Figures.time(skew.abs()) + (skew.isNegative() ? " behind" : " ahead of")
                        + " this machine's",
                List.of(),
                "have both keep their time by NTP"));
    }
}
