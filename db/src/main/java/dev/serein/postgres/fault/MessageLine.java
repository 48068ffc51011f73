package dev.serein.postgres.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** A line for messages, which are written together, and cut off where they are to be. One thread's. */
final class MessageLine {
    private static final int TOGETHER = 65_536;

    private final Line line;
    private final Direction direction;
    private final MessageCuts cuts;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    MessageLine(Line line, Direction direction, MessageCuts cuts) {
        this.line = line;
        this.direction = direction;
        this.cuts = cuts;
    }

    void add(Message message) throws IOException {
        MessageCuts.Place cut = line.isMuted() ? MessageCuts.Place.NOWHERE : cuts.at(message, direction);
        if (cut != MessageCuts.Place.BEFORE) {
            message.writeTo(pending);
        }
        if (cut != MessageCuts.Place.NOWHERE) {
            cut();
        }
        if (pending.size() >= TOGETHER) {
            flush();
        }
    }

    void flush() throws IOException {
        if (pending.size() > 0) {
            line.write(pending.toByteArray());
            pending.reset();
        }
    }

    /** Whether nothing arrives any more. */
    boolean isMuted() {
        return line.isMuted();
    }

    /** Forwards the end. */
    void end() throws IOException {
        flush();
        line.end();
    }

    /** All that was added arrives, and then the end. */
    void cut() throws IOException {
        line.announceCut();
        flush();
        line.cut();
    }
}
