package dev.serein.doctor;

import java.util.List;

/** The checks of the server, the way to it, the role, the sessions, replication and backups. */
final class ServerChecks {
    private ServerChecks() {}

    static List<Check> all() {
        return List.of(
                new EncryptedLink(),
                new VerifiedServer(),
                new ServerCertificate(),
                new ServerLogins(),
                new PoolerInFront(),
                new AddressCache(),
                new ClockSkew(),
                new VersionSupport(),
                new Durability(),
                new DataChecksums(),
                new VacuumSwitch(),
                new WalArchive(),
                new ReplicationSlots(),
                new SynchronousStandbys(),
                new StandbyLag(),
                new AppliedMigrations(),
                new RolePrivileges(),
                new TableOwner(),
                new OpenSchemas(),
                new SessionTimeouts(),
                new RoleTimeouts(),
                new PoolFit(),
                new MaxConnections(),
                new ConnectionsUsed(),
                new IdleInTransaction(),
                new LongTransactions(),
                new BlockedSessions(),
                new PreparedTransactions());
    }
}
