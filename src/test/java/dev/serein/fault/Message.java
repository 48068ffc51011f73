package dev.serein.fault;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A message of PostgreSQL's protocol. The first one of a client has no type, here 0. */
record Message(char type, byte[] body) {
    static final char STARTUP = 0;

    static Message of(char type, String... texts) {
        StringBuilder all = new StringBuilder();
        for (String text : texts) {
            all.append(text).append('\0');
        }
        return new Message(type, all.toString().getBytes(StandardCharsets.UTF_8));
    }

    static Message ofNumbers(char type, int... numbers) {
        ByteBuffer body = ByteBuffer.allocate(4 * numbers.length);
        for (int number : numbers) {
            body.putInt(number);
        }
        return new Message(type, body.array());
    }

    static Message startup(Map<String, String> parameters) {
        StringBuilder all = new StringBuilder("\0\3\0\0"); // version 3.0
        parameters.forEach(
                (name, value) -> all.append(name).append('\0').append(value).append('\0'));
        return of(STARTUP, all.toString());
    }

    static Message fatal(String sqlState, String text) {
        return of('E', "SFATAL", "C" + sqlState, "M" + text, "");
    }

    static Message readFirst(DataInputStream in) throws IOException {
        return new Message(STARTUP, in.readNBytes(in.readInt() - 4));
    }

    static Message read(DataInputStream in) throws IOException {
        char type = (char) in.readUnsignedByte();
        byte[] body = new byte[in.readInt() - 4];
        in.readFully(body);
        return new Message(type, body);
    }

    /** Whole, in one write: two threads may write to one stream. */
    void writeTo(OutputStream out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        if (type != STARTUP) {
            data.writeByte(type);
        }
        data.writeInt(4 + body.length);
        data.write(body);
        synchronized (out) {
            bytes.writeTo(out);
        }
    }

    int number(int index) {
        return ByteBuffer.wrap(body).getInt(4 * index);
    }

    /** The texts from a position on, each of which ends with a zero. */
    String[] texts(int position) {
        return new String(body, position, body.length - position, StandardCharsets.UTF_8).split("\0", -1);
    }
}
