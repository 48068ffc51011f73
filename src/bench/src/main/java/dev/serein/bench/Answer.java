package dev.serein.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a peer says of a run.
 *
 * @param p50 microseconds that half of the operations did not exceed
 * @param p99 microseconds that 99 of 100 did not exceed
 * @param bytes that the workers allocated; −1 where it cannot be told
 */
record Answer(long operations, long nanos, double p50, double p99, long bytes) {

    String json() {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("ops", operations);
        words.put("nanos", nanos);
        words.put("p50", p50);
        words.put("p99", p99);
        words.put("bytes", bytes);
        return Json.write(words);
    }

    static Answer of(Map<?, ?> words) {
        return new Answer(
                (long) number(words, "ops"),
                (long) number(words, "nanos"),
                number(words, "p50"),
                number(words, "p99"),
                (long) number(words, "bytes"));
    }

    private static double number(Map<?, ?> words, String word) {
        if (words.get(word) instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("An answer without " + word + ": " + words);
    }
}
