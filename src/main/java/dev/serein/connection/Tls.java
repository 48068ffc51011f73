package dev.serein.connection;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the server has to prove itself, and we ourselves.
 *
 * <p>What is said means what it means to libpq. Where nothing is said, libpq encrypts if the server likes to and looks
 * at no name; here that holds only if every host is this machine. Any other has to prove its name.
 *
 * <p>One thing differs though it is said: without TLS, off this machine, no password goes out in clear or as MD5 unless
 * {@code require_auth} allows it. Else whoever answers in the server's place, and says that it has no TLS, would get
 * it.
 */
final class Tls {
    private static final List<String> VERSIONS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    /** What one attempt does. */
    enum Encryption {
        TLS,
        NONE
    }

    private final ConnectionSettings settings;
    private final TlsMode mode;
    private final TlsFiles files;

    private Tls(ConnectionSettings settings) {
        this.settings = settings;
        this.mode = mode(settings);
        this.files = new TlsFiles(settings, mode, settings.value(Parameter.SSLMODE) != null);
    }

    /**
     * Reads no file yet.
     *
     * @throws InvalidConnectionSettings if the settings contradict each other
     */
    static Tls of(ConnectionSettings settings) {
        List<String> problems = problems(settings);
        if (!problems.isEmpty()) {
            throw new InvalidConnectionSettings(problems);
        }
        return new Tls(settings);
    }

    private static TlsMode mode(ConnectionSettings settings) {
        String said = settings.value(Parameter.SSLMODE);
        if (said != null) {
            return TlsMode.named(said);
        }
        boolean local = settings.hosts().stream().allMatch(Host::isLocal);
        return local && !isSystem(settings) ? TlsMode.PREFER : TlsMode.VERIFY_FULL;
    }

    private static boolean isSystem(ConnectionSettings settings) {
        return "system".equals(settings.value(Parameter.SSLROOTCERT));
    }

    private static boolean isDirect(ConnectionSettings settings) {
        return "direct".equals(settings.value(Parameter.SSLNEGOTIATION));
    }

    /** What settings say that does not go together; each as libpq refuses it. */
    static List<String> problems(ConnectionSettings settings) {
        List<String> problems = new ArrayList<>();
        TlsMode mode = mode(settings);
        if (isSystem(settings) && mode != TlsMode.VERIFY_FULL) {
            problems.add("sslrootcert=system goes with sslmode=verify-full only, not with " + mode.spelling());
        }
        if (isDirect(settings) && !mode.requiresTls()) {
            problems.add("sslnegotiation=direct goes with sslmode=require, verify-ca or verify-full, not with "
                    + mode.spelling());
        }
        if (versions(settings).isEmpty()) {
            problems.add("ssl_min_protocol_version is newer than ssl_max_protocol_version");
        }
        return problems;
    }

    private static List<String> versions(ConnectionSettings settings) {
        String oldest = settings.value(Parameter.SSL_MIN_PROTOCOL_VERSION);
        String newest = settings.value(Parameter.SSL_MAX_PROTOCOL_VERSION);
        int from = VERSIONS.indexOf(oldest == null || oldest.isEmpty() ? "TLSv1.2" : oldest);
        int to = newest == null || newest.isEmpty() ? VERSIONS.size() - 1 : VERSIONS.indexOf(newest);
        return from <= to ? VERSIONS.subList(from, to + 1) : List.of();
    }

    /** What to try, in this order, until one works. */
    List<Encryption> order(Host host) {
        return host.isSocket() ? List.of(Encryption.NONE) : mode.order();
    }

    TlsHandshake begin(Host host) {
        return new TlsHandshake(this, host);
    }

    /** What the driver lets the server ask for as proof of who we are; null for anything. */
    @Nullable
    String allowedAuthentication(Host host, Encryption encryption) {
        String said = settings.value(Parameter.REQUIRE_AUTH);
        if (said != null) {
            return said;
        }
        return encryption == Encryption.NONE && !host.isLocal() ? "!password,!md5" : null;
    }

    TlsFiles files() {
        return files;
    }

    /** Whether the certificate has to be for the host's name. */
    boolean verifiesName() {
        return mode == TlsMode.VERIFY_FULL;
    }

    boolean isDirect() {
        return isDirect(settings);
    }

    /** Whether the host's name goes out in clear, for proxies. */
    boolean sendsName() {
        return !"0".equals(settings.value(Parameter.SSLSNI));
    }

    boolean mustPresentKey() {
        return "require".equals(settings.value(Parameter.SSLCERTMODE));
    }

    /** Those that may be spoken, oldest first. */
    List<String> versions() {
        return versions(settings);
    }
}
