package dev.serein.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who we say we are.
 *
 * @param chain our certificate, and those that signed it
 * @param key the private key to the first
 */
record ClientIdentity(List<X509Certificate> chain, PrivateKey key) {
    private static final int SEQUENCE = 0x30;

    static ClientIdentity of(TlsText certificate, TlsText key, @Nullable String password) throws TlsProblem {
        byte[] bytes = certificate.read();
        if (isPkcs12(bytes)) {
            return ofPkcs12(certificate, bytes, password);
        }
        List<X509Certificate> chain = CertificateFile.certificates(certificate, bytes);
        if (!key.exists()) {
            throw certificate.problem(
                    "needs its private key, but " + key + " does not exist", "name the file of the key: sslkey=FILE");
        }
        key.checkOnlyOursToRead();
        byte[] keyBytes = key.read();
        ClientIdentity identity = new ClientIdentity(
                chain,
                isPkcs12(keyBytes)
                        ? ofPkcs12(key, keyBytes, password).key()
                        : new PrivateKeys(key, password).read(keyBytes));
        if (!identity.fits()) {
            throw key.problem(
                    "is not the one of " + certificate, "name the two that belong together: sslcert and sslkey");
        }
        return identity;
    }

    /** Certificate and key in one file. */
    static ClientIdentity ofPkcs12(TlsText source, byte[] bytes, @Nullable String password) throws TlsProblem {
        source.checkOnlyOursToRead();
        char[] secret = password == null ? new char[0] : password.toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), secret);
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, secret) instanceof PrivateKey key) {
                    return new ClientIdentity(
                            Arrays.stream(store.getCertificateChain(alias))
                                    .map(X509Certificate.class::cast)
                                    .toList(),
                            key);
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw source.problem(
                    "cannot be opened " + (password == null ? "without its password" : "with sslpassword"),
                    password == null ? "say its password: sslpassword=…" : "correct sslpassword");
        }
        throw source.problem("holds no private key", "export it with its key: openssl pkcs12 -export");
    }

    /** A PKCS#12 file begins with the version 3; a key in DER with another, or none. */
    static boolean isPkcs12(byte[] bytes) {
        if (bytes.length < 8 || bytes[0] != SEQUENCE) {
            return false;
        }
        int header = 2 + (bytes[1] < 0 ? bytes[1] & 0x7f : 0);
        return header + 2 < bytes.length && bytes[header] == 2 && bytes[header + 1] == 1 && bytes[header + 2] == 3;
    }

    private boolean fits() {
        String scheme =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        if (scheme.equals("RSASSA-PSS")) {
            return true; // wants parameters; the handshake finds out
        }
        try {
            Signature signature = Signature.getInstance(scheme);
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(chain.get(0).getPublicKey());
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Not the key. */
    @Override
    public String toString() {
        return CertificateText.subject(chain.get(0));
    }
}
