package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Whether what leaves this machine is encrypted, and with a protocol that still counts as such. */
final class EncryptedLink implements Check {
    private static final List<String> BROKEN = List.of("SSLv3", "TLSv1", "TLSv1.1");

    @Override
    public String name() {
        return "tls";
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException, CannotSee {
        if (visit.link().isLocal()) {
            return List.of();
        }
        String protocol = protocol(visit);
        if (protocol == null) {
            return List.of(new Finding(
                    name(),
                    Severity.DANGER,
                    "The connection is not encrypted: passwords and rows can be read on the way",
                    List.of("ssl is " + visit.setting("ssl") + " in the server"),
                    "set ssl = on in the server, and connect with sslmode=verify-full"));
        }
        List<Finding> findings = new ArrayList<>();
        if (BROKEN.contains(protocol)) {
            findings.add(outdated("The connection speaks " + protocol + ", which can be broken"));
        }
        String oldest = visit.setting("ssl_min_protocol_version");
        if (BROKEN.contains(oldest) && visit.setting("ssl").equals("on")) {
            findings.add(outdated("The server lets clients speak " + oldest + ", which can be broken"));
        }
        return findings;
    }

    private Finding outdated(String problem) {
        return new Finding(
                name(), Severity.WARNING, problem, List.of(), "set ssl_min_protocol_version = 'TLSv1.2' in the server");
    }

    private static @Nullable String protocol(Visit visit) throws SQLException, CannotSee {
        if (visit.link().isKnown()) {
            return visit.link().tls().map(SSLSession::getProtocol).orElse(null);
        }
        if (visit.isPooled()) {
            throw new CannotSee("a pooler stands in between, and the server knows the way to that only; open the"
                    + " database with Database.open");
        }
        return visit.facts().tls();
    }
}
