package dev.serein;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in an order, and in which direction to go from there. As text: base64url of a version, the direction, the
 * identity of the order, its values, and a seal.
 *
 * @param backward towards the beginning
 * @param inclusive with the row of that place, should it be there: of a page that was empty
 * @param values of the fields of the order, as PostgreSQL writes them; null for null
 */
record Cursor(boolean backward, boolean inclusive, List<@Nullable String> values) {
    /** Of the text. Servers take URLs of some kilobytes; values longer than those of an index are rarer still. */
    static final int LONGEST = 32_768;

    private static final byte VERSION = 1;
    private static final int BACKWARD = 1;
    private static final int INCLUSIVE = 2;
    private static final int HEAD = 2 + Keyset.IDENTITY;
    private static final int NULL = 0xFF_FF_FF_FF;

    /** @throws IllegalStateException if the values are too long for one */
    String text(byte[] identity, CursorSeal seal) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(VERSION);
        body.write((backward ? BACKWARD : 0) | (inclusive ? INCLUSIVE : 0));
        body.writeBytes(identity);
        for (String value : values) {
            byte[] bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
            body.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(value == null ? NULL : bytes.length)
                    .array());
            body.writeBytes(bytes);
        }
        byte[] sealed = body.toByteArray();
        body.writeBytes(seal.of(sealed));
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(body.toByteArray());
        if (text.length() > LONGEST) {
            throw new IllegalStateException(new ErrorText("Cannot make a cursor: the values of the order would take "
                            + text.length() + " characters, and " + LONGEST + " is the most")
                    .fix("order by something shorter, such as left(column, 100)")
                    .toString());
        }
        return text;
    }

    /**
     * Reads what came from outside.
     *
     * @throws InvalidCursor if it is not one of this order
     */
    static Cursor of(String text, byte[] identity, int values, CursorSeal seal) {
        byte[] all = decoded(text);
        if (all.length < HEAD + seal.length()) {
            throw InvalidCursor.damaged();
        }
        byte[] body = Arrays.copyOf(all, all.length - seal.length());
        if (!seal.fits(body, Arrays.copyOfRange(all, body.length, all.length))) {
            throw InvalidCursor.damaged();
        }
        ByteBuffer rest = ByteBuffer.wrap(body);
        byte version = rest.get();
        byte direction = rest.get();
        if (version != VERSION || (direction & ~(BACKWARD | INCLUSIVE)) != 0) {
            throw InvalidCursor.damaged();
        }
        byte[] ofOrder = new byte[Keyset.IDENTITY];
        rest.get(ofOrder);
        if (!Arrays.equals(ofOrder, identity)) {
            throw InvalidCursor.ofAnotherOrder();
        }
        return new Cursor((direction & BACKWARD) != 0, (direction & INCLUSIVE) != 0, values(rest, values));
    }

    private static byte[] decoded(String text) {
        if (text.length() > LONGEST) {
            throw InvalidCursor.damaged();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            // the decoder takes padding, and bits that nobody wrote
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // its message shows a character of the text
        }
        throw InvalidCursor.damaged();
    }

    private static List<@Nullable String> values(ByteBuffer rest, int count) {
        List<@Nullable String> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (rest.remaining() < Integer.BYTES) {
                throw InvalidCursor.damaged();
            }
            int length = rest.getInt();
            if (length == NULL) {
                values.add(null);
            } else if (length < 0 || length > rest.remaining()) {
                throw InvalidCursor.damaged();
            } else {
                values.add(text(rest.slice().limit(length)));
                rest.position(rest.position() + length);
            }
        }
        if (rest.hasRemaining()) {
            throw InvalidCursor.damaged();
        }
        return Collections.unmodifiableList(values);
    }

    /** PostgreSQL writes no text with the character 0. */
    private static String text(ByteBuffer bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            if (text.indexOf(0) < 0) {
                return text;
            }
        } catch (CharacterCodingException e) {
            // as below
        }
        throw InvalidCursor.damaged();
    }
}
