package dev.serein;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What stands at the end of a cursor and tells whether it is as it was made. Immutable, thread-safe. */
final class CursorSeal {
    /** Tells that it was damaged; not by whom it was made. */
    static final CursorSeal NONE = new CursorSeal(null, 8);

    private static final int SHORTEST_KEY = 32;
    /** Whoever uses the key for something else as well signs no cursors with it. */
    private static final byte[] PURPOSE = "serein cursor".getBytes(StandardCharsets.US_ASCII);

    private final @Nullable SecretKeySpec key;
    private final int length;

    private CursorSeal(@Nullable SecretKeySpec key, int length) {
        this.key = key;
        this.length = length;
    }

    static CursorSeal signature(byte[] key) {
        if (key.length < SHORTEST_KEY) {
            throw new IllegalArgumentException(
                    "A key of cursors has " + SHORTEST_KEY + " bytes or more, not " + key.length);
        }
        return new CursorSeal(new SecretKeySpec(key, "HmacSHA256"), 16);
    }

    boolean isSigned() {
        return key != null;
    }

    int length() {
        return length;
    }

    byte[] of(byte[] body) {
        return Arrays.copyOf(key == null ? digest(PURPOSE, body) : signature(key, body), length);
    }

    /** In a time that does not depend on where they differ. */
    boolean fits(byte[] body, byte[] seal) {
        return MessageDigest.isEqual(of(body), seal);
    }

    static byte[] digest(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    private static byte[] signature(SecretKeySpec key, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(PURPOSE);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has HMAC-SHA256", e);
        }
    }
}
