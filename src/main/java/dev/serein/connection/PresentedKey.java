package dev.serein.connection;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Answers a server that asks who we are. As libpq does, with what there is, whatever authorities the server names. It
 * remembers whether it was asked.
 */
final class PresentedKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "client";

    private final @Nullable ClientIdentity identity;
    private volatile boolean asked;
    private volatile boolean sent;

    PresentedKey(@Nullable ClientIdentity identity) {
        this.identity = identity;
    }

    boolean wasAsked() {
        return asked;
    }

    boolean wasSent() {
        return sent;
    }

    @Nullable
    ClientIdentity identity() {
        return identity;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        asked = true;
        if (identity == null || !Arrays.asList(keyTypes).contains(identity.key().getAlgorithm())) {
            return null;
        }
        sent = true;
        return ALIAS;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return identity == null ? null : new String[] {ALIAS};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return identity == null ? null : identity.key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
