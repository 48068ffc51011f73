package dev.serein.connection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads a private key in the forms that OpenSSL writes: PKCS#8, encrypted or not, as PEM or DER, and the older ones of
 * RSA and EC keys, which Java does not know. They differ from PKCS#8 in a few bytes that go before.
 */
final class PrivateKeys {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int CURVE = 0xa0;

    private final TlsText source;
    private final @Nullable String password;

    PrivateKeys(TlsText source, @Nullable String password) {
        this.source = source;
        this.password = password;
    }

    PrivateKey read(byte[] bytes) throws TlsProblem {
        try {
            if (bytes.length > 0 && bytes[0] == SEQUENCE) {
                return ofDer(bytes);
            }
            for (Pem block : Pem.blocks(bytes)) {
                if (block.type().endsWith("PRIVATE KEY")) {
                    return of(block);
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException | InvalidKeySpecException e) {
            throw unreadable();
        }
        throw source.problem("holds no private key", "name the file of the key: sslkey=FILE");
    }

    private TlsProblem unreadable() {
        return source.problem(
                "holds no private key that can be read", "write it as PKCS#8: openssl pkcs8 -topk8 -in KEY -out FILE");
    }

    private PrivateKey of(Pem block) throws TlsProblem, InvalidKeySpecException {
        if (block.headers().contains("ENCRYPTED")) {
            throw source.problem(
                    "holds a key that is encrypted in OpenSSL's old way",
                    "write it as PKCS#8: openssl pkcs8 -topk8 -in KEY -out FILE");
        }
        return switch (block.type()) {
            case "PRIVATE KEY" -> ofPkcs8(block.content());
            case "ENCRYPTED PRIVATE KEY" -> decrypted(block.content());
            case "RSA PRIVATE KEY" -> ofPkcs1(block.content());
            case "EC PRIVATE KEY" -> ofSec1(block.content());
            default -> throw unreadable();
        };
    }

    /** Told apart by what comes first, and after the version. */
    private PrivateKey ofDer(byte[] bytes) throws TlsProblem, InvalidKeySpecException {
        ByteBuffer content = content(ByteBuffer.wrap(bytes), SEQUENCE);
        if (content.get(content.position()) == SEQUENCE) {
            return decrypted(bytes);
        }
        skip(content);
        return switch (content.get(content.position())) {
            case INTEGER -> ofPkcs1(bytes);
            case OCTET_STRING -> ofSec1(bytes);
            default -> ofPkcs8(bytes);
        };
    }

    private static PrivateKey ofPkcs1(byte[] pkcs1) throws InvalidKeySpecException {
        return ofPkcs8(der(SEQUENCE, VERSION_0, RSA, der(OCTET_STRING, pkcs1)));
    }

    private static PrivateKey ofPkcs8(byte[] pkcs8) throws InvalidKeySpecException {
        InvalidKeySpecException last = new InvalidKeySpecException();
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                last = e;
            } catch (GeneralSecurityException e) {
                // this JVM does not know the algorithm
            }
        }
        throw last;
    }

    /** The name of the curve stands inside there, and outside here. */
    private static PrivateKey ofSec1(byte[] sec1) throws InvalidKeySpecException {
        ByteBuffer key = content(ByteBuffer.wrap(sec1), SEQUENCE);
        skip(key); // the version
        skip(key); // the number
        byte[] curve = bytes(content(key, CURVE));
        return ofPkcs8(der(SEQUENCE, VERSION_0, der(SEQUENCE, EC, curve), der(OCTET_STRING, sec1)));
    }

    private PrivateKey decrypted(byte[] bytes) throws TlsProblem, InvalidKeySpecException {
        if (password == null || password.isEmpty()) {
            throw source.problem("is encrypted", "say its password: sslpassword=…");
        }
        try {
            EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(bytes);
            AlgorithmParameters how = encrypted.getAlgParameters();
            // of the newer schemes only the parameters know the whole name
            String scheme =
                    how == null || !how.getAlgorithm().equals("PBES2") ? encrypted.getAlgName() : how.toString();
            Cipher cipher = Cipher.getInstance(scheme);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(password.toCharArray())),
                    how);
            return ofPkcs8(encrypted.getKeySpec(cipher).getEncoded());
        } catch (IOException | java.security.NoSuchAlgorithmException e) {
            throw unreadable();
        } catch (GeneralSecurityException e) {
            throw source.problem("cannot be decrypted with sslpassword", "correct sslpassword");
        }
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        int length = content.size();
        if (length >= 0x80) {
            all.write(length < 0x100 ? 0x81 : 0x82);
        }
        if (length >= 0x100) {
            all.write(length >> 8);
        }
        all.write(length);
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }

    /** What an element holds; the buffer is then behind it. */
    private static ByteBuffer content(ByteBuffer buffer, int tag) {
        if ((buffer.get(buffer.position()) & 0xff) != tag) {
            throw new IllegalArgumentException();
        }
        return skip(buffer);
    }

    private static ByteBuffer skip(ByteBuffer buffer) {
        if (buffer.remaining() < 2) {
            throw new IndexOutOfBoundsException();
        }
        buffer.get();
        int length = buffer.get() & 0xff;
        if (length >= 0x80) {
            int digits = length & 0x7f;
            length = 0;
            for (int i = 0; i < digits && buffer.hasRemaining(); i++) {
                length = length << 8 | buffer.get() & 0xff;
            }
        }
        ByteBuffer content = buffer.slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        return content;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
