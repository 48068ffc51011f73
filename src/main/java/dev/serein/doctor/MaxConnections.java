package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.util.List;

/** More sessions than any machine has use for: each costs memory, and every snapshot looks at all of them. */
final class MaxConnections implements Check {
    private static final int MOST = 2_000;

    @Override
    public String name() {
        return "max-connections";
    }

    @Override
    public List<Finding> ask(Visit visit) {
        int most = Integer.parseInt(visit.setting("max_connections"));
        long workMemory = Long.parseLong(visit.setting("work_mem")) * 1024;
        return most < MOST
                ? List.of()
                : List.of(new Finding(
                        name(),
                        Severity.HINT,
                        "max_connections is " + most + ": a server with that many sessions at work is slow, or out of"
                                + " memory",
                        List.of("each of them may take work_mem, " + Figures.bytes(workMemory) + ", several times"),
                        "put a pooler in front, and let the server have a few hundred"));
    }
}
