package dev.serein.connection;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Writes to a server that may have hung up in the meantime. While there is something of it left to be read, a write
 * that fails is passed over, for then the next read tells why: which certificate it refuses, or that it is shutting
 * down.
 */
final class LastWords extends FilterOutputStream {
    private final InputStream said;

    LastWords(OutputStream out, InputStream said) {
        super(out);
        this.said = said;
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            if (!hasMoreToRead()) {
                throw e;
            }
        }
    }

    private boolean hasMoreToRead() {
        try {
            return said.available() > 0;
        } catch (IOException e) {
            return false;
        }
    }
}
