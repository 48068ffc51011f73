package dev.serein.postgres.fault;

import java.util.Map;

/** After how many bytes, each way, a connection is cut. */
record CutPoints(Map<Direction, Long> bytes) {
    static final CutPoints NONE = new CutPoints(Map.of());

    long of(Direction direction) {
        return bytes.getOrDefault(direction, Long.MAX_VALUE);
    }
}
