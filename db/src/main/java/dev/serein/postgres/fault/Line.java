package dev.serein.postgres.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** The way to one side of a connection, which loses, holds back, slows down and cuts off what it is told to. */
final class Line {
    private final Link link;
    private final Direction direction;
    private final Way way;
    private final Bell bell;
    private final Socket receiver;
    private final long cutAfter;
    private long written;
    private long nextFree = System.nanoTime();
    private volatile boolean muted;
    private volatile boolean lossy;

    Line(Link link, Direction direction, Way way, Bell bell, Socket receiver, long cutAfter) {
        this.link = link;
        this.direction = direction;
        this.way = way;
        this.bell = bell;
        this.receiver = receiver;
        this.cutAfter = cutAfter;
    }

    /**
     * Forwards these bytes, when and as fast as they may pass.
     *
     * @throws ConnectionCut if the connection is to be cut within them or after them, and has been
     */
    void write(byte[] bytes) throws IOException {
        write(bytes, bytes.length);
    }

    void write(byte[] bytes, int length) throws IOException {
        int done = 0;
        while (done < length && mayPass()) {
            long rate = way.bytesPerSecond();
            int slice = (int) Math.min(Math.min(length - done, cutAfter - written), Way.slice(rate));
            if (way.isThrottled()) {
                nextFree = Math.max(nextFree, System.nanoTime()) + TimeUnit.SECONDS.toNanos(slice) / rate;
                bell.awaitUntil(nextFree, () -> way.bytesPerSecond() == rate);
                bell.await(way::isOpen);
            }
            boolean isLast = written + slice == cutAfter;
            if (isLast) {
                announceCut();
            }
            send(bytes, done, slice);
            done += slice;
            written += slice;
            if (isLast) {
                cut();
            }
        }
    }

    private void send(byte[] bytes, int offset, int count) throws IOException {
        try {
            OutputStream out = receiver.getOutputStream();
            out.write(bytes, offset, count);
        } catch (IOException e) {
            if (!muted) {
                throw e;
            }
        }
    }

    private boolean mayPass() throws IOException {
        // who heals rings after that, and looks for what is lossy then
        synchronized (bell) {
            bell.await(() -> way.isOpen() || muted);
            if (muted) {
                return false;
            }
            if (way.drops()) {
                lossy = true;
                return false;
            }
            if (lossy) {
                throw new IOException("Something that was sent before has not arrived");
            }
            return true;
        }
    }

    /** Forwards the end of what the sender says. */
    void end() throws IOException {
        if (mayPass()) {
            finish();
        }
    }

    /** Ends, at once: the receiver has all that was written, and then the end. */
    void finish() throws IOException {
        receiver.shutdownOutput();
    }

    /** Says that what is written next is the last: who has it, and answers at once, is not heard any more. */
    void announceCut() {
        if (!muted) {
            link.mute(direction);
        }
    }

    /**
     * Cuts the connection: the receiver has all that was written, and then the end; the sender sees a reset.
     *
     * @throws ConnectionCut always
     */
    void cut() throws IOException {
        if (!muted) {
            link.cutTowards(direction);
        }
        throw new ConnectionCut();
    }

    /** From now on all that is written is thrown away. */
    void mute() {
        muted = true;
        bell.ring();
    }

    boolean isMuted() {
        return muted;
    }

    /** Whether something that should have been forwarded has been dropped. */
    boolean isLossy() {
        return lossy;
    }
}
