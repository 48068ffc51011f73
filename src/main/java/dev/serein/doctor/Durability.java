package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.util.ArrayList;
import java.util.List;

/** Whether what is committed is there after a crash. */
final class Durability implements Check {
    @Override
    public String name() {
        return "durability";
    }

    @Override
    public List<Finding> ask(Visit visit) {
        List<Finding> findings = new ArrayList<>();
        boolean ownDisk = !visit.facts().remoteStorage();
        if (ownDisk && isOff(visit, "fsync")) {
            findings.add(finding(
                    Severity.DANGER,
                    "fsync is off: a crash of the machine destroys the whole database",
                    "set fsync = on, and select pg_reload_conf()"));
        }
        if (ownDisk && isOff(visit, "full_page_writes")) {
            findings.add(finding(
                    Severity.DANGER,
                    "full_page_writes is off: a crash of the machine can leave torn pages",
                    "set full_page_writes = on, unless the file system never tears a page, as ZFS"));
        }
        if (isOff(visit, "synchronous_commit")) {
            findings.add(finding(
                    Severity.WARNING,
                    "synchronous_commit is off: a crash of the server loses what was committed last",
                    "set synchronous_commit = on; set local synchronous_commit = off where a loss does no harm"));
        }
        return findings;
    }

    private static boolean isOff(Visit visit, String setting) {
        return visit.setting(setting).equals("off");
    }

    private Finding finding(Severity severity, String problem, String fix) {
        return new Finding(name(), severity, problem, List.of(), fix);
    }
}
