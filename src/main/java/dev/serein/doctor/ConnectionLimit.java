package dev.serein.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * A limit that a new connection meets.
 *
 * @param of whose connections are counted
 * @param connections how many it lets the role have
 * @param name such as {@code max_connections 100, of which 3 are reserved}
 */
record ConnectionLimit(Of of, int connections, String name) {
    /** Whose connections are counted. */
    enum Of {
        SERVER,
        ROLE,
        DATABASE
    }

    /** Those that bound the role, the server's first. */
    static List<ConnectionLimit> of(Visit visit) {
        Facts facts = visit.facts();
        int most = Integer.parseInt(visit.setting("max_connections"));
        List<ConnectionLimit> limits = new ArrayList<>();
        int reserved = facts.superuser() ? 0 : Integer.parseInt(visit.setting("superuser_reserved_connections"));
        if (!facts.superuser() && !facts.memberships().contains("pg_use_reserved_connections")) {
            // of PostgreSQL 16 and newer
            reserved += Integer.parseInt(
                    visit.visibleSetting("reserved_connections").orElse("0"));
        }
        limits.add(new ConnectionLimit(
                Of.SERVER,
                most - reserved,
                "max_connections is " + most + (reserved == 0 ? "" : ", of which " + reserved + " are reserved")));
        // which do not hold for superusers
        if (facts.roleLimit() >= 0 && !facts.superuser()) {
            limits.add(new ConnectionLimit(
                    Of.ROLE,
                    facts.roleLimit(),
                    "role " + facts.role() + " has a connection limit of " + facts.roleLimit()));
        }
        if (facts.databaseLimit() >= 0 && !facts.superuser()) {
            limits.add(new ConnectionLimit(
                    Of.DATABASE,
                    facts.databaseLimit(),
                    "database " + facts.database() + " has a connection limit of " + facts.databaseLimit()));
        }
        return limits;
    }
}
