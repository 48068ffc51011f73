package dev.serein.doctor;

import dev.serein.doctor.Finding.Severity;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** How long the JVM goes on connecting to where the server was, once its name has moved to another one. */
final class AddressCache implements Check {
    @Override
    public String name() {
        return "dns-cache";
    }

    @Override
    public List<Finding> ask(Visit visit) throws SQLException {
        Optional<String> cached = visit.effective("addresses");
        return cached.isEmpty() || visit.link().isLocal()
                ? List.of()
                : List.of(new Finding(
                        name(),
                        Severity.HINT,
                        "After a failover, this JVM goes on with the old server's address: it is " + cached.get(),
                        List.of(),
                        "set networkaddress.cache.ttl=5 in the JVM's java.security, or with Security.setProperty"
                                + " before the first connection"));
    }
}
