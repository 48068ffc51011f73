package dev.serein.connection;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Percent-encoding, as libpq reads it: {@code %40} and the like stand for a byte, all else for itself. */
final class Percent {
    private Percent() {}

    /** The part of the text between start and end, decoded; empty, and a problem, if it cannot be. */
    static String decoded(String text, int start, int end, String part, List<String> problems) {
        if (text.indexOf('%', start) < 0 || text.indexOf('%', start) >= end) {
            return text.substring(start, end);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = start; i < end; ) {
            if (text.charAt(i) == '%') {
                int value = i + 2 < end ? hex(text.charAt(i + 1)) * 16 + hex(text.charAt(i + 2)) : -1;
                if (value <= 0) {
                    problems.add(part + " has a \"%\" without two hexadecimal digits after it, or %00 (character "
                            + (i + 1) + ")");
                    return "";
                }
                bytes.write(value);
                i += 3;
            } else {
                String character = Character.toString(text.codePointAt(i));
                bytes.writeBytes(character.getBytes(StandardCharsets.UTF_8));
                i += character.length();
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            problems.add(part + " is not UTF-8 once decoded (character " + (start + 1) + ")");
            return "";
        }
    }

    /** The value of the digit, or so little that no sum of two with it is positive. */
    private static int hex(char digit) {
        int value = digit < 128 ? Character.digit(digit, 16) : -1;
        return value < 0 ? -256 : value;
    }
}
