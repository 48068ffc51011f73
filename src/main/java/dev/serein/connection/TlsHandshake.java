package dev.serein.connection;

import dev.serein.connection.Explanation.Then;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The TLS of one attempt, which remembers what the server presented and asked for. */
final class TlsHandshake {
    private static final String NEEDS_17 = "only PostgreSQL 17 and newer know it: leave sslnegotiation=direct out";

    /** So JSSE begins what the server says; newer ones say it once before, too. */
    private static final String ALERT = "Received fatal alert: ";

    private final Tls tls;
    private final Host host;
    private @Nullable ServerTrust trust;
    private @Nullable PresentedKey key;
    private @Nullable SSLSocket socket;
    private @Nullable TlsProblem problem;

    TlsHandshake(Tls tls, Host host) {
        this.tls = tls;
        this.host = host;
    }

    /** TLS over a socket to the server; the driver then shakes hands. */
    SSLSocket over(Socket plain, String name, int port, boolean autoClose) throws IOException {
        try {
            TlsFiles.Content files = tls.files().read();
            trust = new ServerTrust(files.authorities(), tls.verifiesName() ? new ServerName(host.name()) : null);
            key = new PresentedKey(files.identity());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {key}, new TrustManager[] {trust}, new SecureRandom());
            socket = (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, autoClose);
            socket.setSSLParameters(parameters(socket.getSSLParameters(), context));
            return socket;
        } catch (TlsProblem e) {
            problem = e;
            throw new SSLException(e);
        } catch (GeneralSecurityException e) {
            throw new SSLException(e);
        }
    }

    private SSLParameters parameters(SSLParameters parameters, SSLContext context) throws TlsProblem {
        List<String> versions = tls.versions();
        List<String> known = Arrays.stream(context.getSupportedSSLParameters().getProtocols())
                .filter(versions::contains)
                .toList();
        if (known.isEmpty()) {
            throw noVersion();
        }
        parameters.setProtocols(known.toArray(String[]::new));
        parameters.setServerNames(serverNames());
        parameters.setApplicationProtocols(new String[] {"postgresql"});
        return parameters;
    }

    /** For proxies that choose a server by it. Addresses are never sent. */
    private List<SNIServerName> serverNames() {
        ServerName name = new ServerName(host.name());
        if (!tls.sendsName() || name.isAddress()) {
            return List.of();
        }
        try {
            return List.of(new SNIHostName(name.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return List.of(); // the name of a host, but not one of the DNS
        }
    }

    private TlsProblem noVersion() {
        return new TlsProblem(
                "none of the TLS versions that are allowed can be spoken",
                Map.of("allowed", String.join(", ", tls.versions())),
                "set ssl_min_protocol_version and ssl_max_protocol_version to what server and JVM both speak;"
                        + " PostgreSQL speaks TLSv1.2 and, built as usual, TLSv1.3");
    }

    /** Once there is a connection: what else was asked for. */
    void check() throws ConnectFailure {
        PresentedKey presented = key;
        Explanation missing = null;
        if (tls.mustPresentKey() && (presented == null || !presented.wasSent())) {
            missing = new Explanation(
                    presented == null || !presented.wasAsked()
                            ? "the server did not ask for a client certificate, but sslcertmode=require wants that"
                            : "there was no client certificate to send, but sslcertmode=require wants one",
                    "name it: sslcert=FILE and sslkey=FILE; or leave sslcertmode out",
                    Then.MEND);
        } else if (socket != null && tls.isDirect() && !"postgresql".equals(socket.getApplicationProtocol())) {
            missing = new Explanation("the server does not answer a direct TLS handshake", NEEDS_17, Then.MEND);
        }
        if (missing != null) {
            throw new ConnectFailure("Not what was asked for", null, missing, null);
        }
    }

    /** Once the driver has shaken hands; null without TLS. */
    @Nullable
    SSLSession session() {
        return socket == null ? null : socket.getSession();
    }

    /** Whether the server had to present what somebody whom we trust has signed. */
    boolean verifies() {
        return trust != null && trust.verifies();
    }

    /** Why it failed; null if the failure is not one of TLS. */
    @Nullable
    Explanation explain(Throwable failure) {
        TlsProblem found = problem == null && trust != null ? trust.problem() : problem;
        if (found != null) {
            return found.explanation();
        }
        if (trust == null || key == null) {
            return null;
        }
        if (failure instanceof EOFException || failure instanceof SocketException) {
            return hungUp();
        }
        boolean ofTheNetwork =
                failure.getCause() instanceof IOException && !(failure.getCause() instanceof SSLException);
        return failure instanceof SSLException && !ofTheNetwork ? ofAlert(String.valueOf(failure.getMessage())) : null;
    }

    private Explanation ofAlert(String message) {
        PresentedKey presented = Objects.requireNonNull(key);
        if (message.contains("certificate_required") || message.contains("handshake_failure") && presented.wasAsked()) {
            return presented.wasSent() ? keyRefused(message) : keyWanted();
        }
        if (message.contains("protocol_version")
                || message.contains("protocol version")
                || message.contains("No appropriate protocol")) {
            return noVersion().explanation();
        }
        if (presented.wasSent() && message.contains(ALERT)) {
            return keyRefused(message);
        }
        return new Explanation(
                "the TLS handshake failed",
                Map.of("reason", message),
                "see the server's log; a proxy in between may be the one that failed it",
                Then.MEND);
    }

    /** As a server does that does not understand, goes down, or does not say why. */
    private Explanation hungUp() {
        if (tls.isDirect() && trust != null && !trust.hasSeenCertificate()) {
            return new Explanation("the server does not answer a direct TLS handshake", NEEDS_17, Then.MEND);
        }
        return hasSentKey()
                ? new Explanation(
                        "the server hung up after it was sent our client certificate",
                        Map.of("ours", ours()),
                        "see the server's log: it may refuse the certificate; else try again",
                        Then.WAIT)
                : Diagnosis.BROKEN_OFF;
    }

    private String ours() {
        return String.valueOf(key == null ? null : key.identity());
    }

    private boolean hasSentKey() {
        return key != null && key.wasSent();
    }

    private Explanation keyWanted() {
        return new Explanation(
                "the server wants a client certificate",
                "name yours and its key: sslcert=FILE and sslkey=FILE",
                Then.MEND);
    }

    private Explanation keyRefused(String message) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("ours", ours());
        facts.put("answer", message.substring(message.contains(ALERT) ? message.indexOf(ALERT) + ALERT.length() : 0));
        return new Explanation(
                "the server refuses our client certificate",
                facts,
                "name one that its ssl_ca_file has signed: sslcert=FILE and sslkey=FILE",
                Then.MEND);
    }

    /** What the server says once TLS is there; null where it has nothing to do with TLS. */
    @Nullable
    Explanation explain(PSQLException refusal, ServerErrorMessage said) {
        boolean pgHba = String.valueOf(said.getMessage()).contains("pg_hba.conf");
        boolean encrypted = key != null;
        if (encrypted
                && "28000".equals(refusal.getSQLState())
                && "ClientAuthentication".equals(said.getRoutine())
                && !pgHba) {
            return hasSentKey() ? keyRefused(String.valueOf(said.getMessage())) : keyWanted();
        }
        return null;
    }
}
