package dev.serein.postgres.fault;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one side of a connection has sent, each chunk when it is as old as the direction's delay. One thread reads ahead
 * of what is due, so that a delay is latency and costs no throughput; another one takes.
 */
final class Arrivals extends InputStream {
    private static final int CHUNK = 65_536;

    /** So much may be under way; then the sender has to wait, as on any network. */
    private static final int UNDER_WAY = 4 << 20;

    /** Bytes, or none at the end, which is a failure or not. */
    private record Chunk(
            byte[] bytes, long arrived, @Nullable IOException failure) {
        boolean isEnd() {
            return bytes.length == 0;
        }
    }

    private final InputStream source;
    private final Way way;
    private final Bell bell;
    private final Deque<Chunk> chunks = new ArrayDeque<>(); // guarded by the bell, as all below
    private int taken; // of the first chunk
    private int underWay;

    Arrivals(InputStream source, Way way, Bell bell) {
        this.source = source;
        this.way = way;
        this.bell = bell;
    }

    /** Until the end of what is sent, or of the connection. */
    void readAhead() {
        byte[] buffer = new byte[CHUNK];
        try {
            int count;
            do {
                bell.await(() -> underWay < UNDER_WAY);
                count = source.read(buffer);
                arrive(Arrays.copyOf(buffer, Math.max(count, 0)), null);
            } while (count >= 0);
        } catch (IOException e) {
            arrive(new byte[0], e);
        }
    }

    private void arrive(byte[] bytes, @Nullable IOException failure) {
        synchronized (bell) {
            chunks.add(new Chunk(bytes, System.nanoTime(), failure));
            underWay += bytes.length;
            bell.ring();
        }
    }

    private boolean isDue(Chunk chunk) {
        return System.nanoTime() - chunk.arrived >= way.delayNanos();
    }

    private Chunk next() throws IOException {
        while (true) {
            bell.await(() -> !chunks.isEmpty() && way.isOpen());
            Chunk first = Objects.requireNonNull(chunks.peek());
            if (isDue(first)) {
                return first;
            }
            long delay = way.delayNanos();
            bell.awaitUntil(first.arrived + delay, () -> way.delayNanos() == delay && way.isOpen());
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        synchronized (bell) {
            Chunk first = next();
            if (first.failure != null) {
                throw new IOException(first.failure);
            }
            if (first.isEnd()) {
                return -1;
            }
            int count = Math.min(length, first.bytes.length - taken);
            System.arraycopy(first.bytes, taken, into, offset, count);
            taken += count;
            underWay -= count;
            if (taken == first.bytes.length) {
                chunks.remove();
                taken = 0;
            }
            bell.ring();
            return count;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    /** How many bytes are due. */
    @Override
    public int available() {
        synchronized (bell) {
            int due = -taken;
            for (Chunk chunk : chunks) {
                if (!isDue(chunk)) {
                    break;
                }
                due += chunk.bytes.length;
            }
            return Math.max(due, 0);
        }
    }
}
