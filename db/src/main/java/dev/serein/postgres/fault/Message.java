package dev.serein.postgres.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A message of PostgreSQL's protocol, as it is sent.
 *
 * @param type its first byte
 * @param bytes all of it; less than it says of itself where the connection has ended within
 */
record Message(char type, byte[] bytes) {
    private static final int HEADER = 5;

    /** The next one; null at the end. */
    static @Nullable Message read(InputStream in) throws IOException {
        byte[] header = in.readNBytes(HEADER);
        if (header.length == 0) {
            return null;
        }
        char type = (char) Byte.toUnsignedInt(header[0]);
        if (header.length < HEADER) {
            return new Message(type, header);
        }
        int length = ByteBuffer.wrap(header).getInt(1) - (HEADER - 1);
        if (length < 0) {
            throw new IOException("No message of PostgreSQL's protocol");
        }
        byte[] body = in.readNBytes(length);
        return new Message(
                type,
                ByteBuffer.allocate(HEADER + body.length).put(header).put(body).array());
    }

    boolean isWhole() {
        return bytes.length >= HEADER
                && bytes.length == 1 + ByteBuffer.wrap(bytes).getInt(1);
    }

    /** Whether the server says that it is ready for the next request. */
    boolean isReady() {
        return type == 'Z' && isWhole();
    }

    /** Whether the server says that it is ready, and that a transaction is open. */
    boolean isInTransaction() {
        return isReady() && bytes[HEADER] != 'I';
    }

    void writeTo(ByteArrayOutputStream out) {
        out.write(bytes, 0, bytes.length);
    }

    /** The text at this place among those that its body begins with; each ends with a zero. */
    String text(int index) {
        int start = HEADER;
        int end = endOfText(start);
        for (int i = 0; i < index; i++) {
            start = end + 1;
            end = endOfText(start);
        }
        return start > bytes.length ? "" : new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    private int endOfText(int start) {
        int end = start;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return end;
    }
}
