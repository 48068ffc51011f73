package dev.serein;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The form of every message: a first line that reads alone, then labelled facts, their values aligned. */
final class ErrorText {
    private final String summary;
    private final Map<String, String> facts = new LinkedHashMap<>();

    ErrorText(String summary) {
        this.summary = summary;
    }

    ErrorText with(String label, String value) {
        facts.put(label, value);
        return this;
    }

    /** What becomes known last. */
    ErrorText withBeforeFix(String label, String value) {
        String fix = facts.remove("fix");
        with(label, value);
        return fix == null ? this : fix(fix);
    }

    /** Facts that are known before it is known what they are facts of. */
    record Facts(Map<String, String> byLabel) {
        ErrorText addTo(ErrorText text) {
            byLabel.forEach(text::with);
            return text;
        }
    }

    /** The time in the largest unit that it is a whole number of. */
    static String of(Duration time) {
        if (time.getNano() % 1_000_000 != 0) {
            return time.toString();
        }
        if (time.getNano() != 0) {
            return time.toMillis() + " ms";
        }
        long seconds = time.toSeconds();
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + " s";
        }
        return seconds % 86_400 == 0 ? seconds / 86_400 + " d" : seconds / 60 + " min";
    }

    /** The way out; call it last. */
    ErrorText fix(String fix) {
        return with("fix", fix);
    }

    @Override
    public String toString() {
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder(summary);
        facts.forEach((label, value) -> {
            String head = "\n  " + label + ":" + " ".repeat(width - label.length() + 1);
            text.append(head).append(value.replace("\n", "\n" + " ".repeat(head.length() - 1)));
        });
        return text.toString();
    }
}
