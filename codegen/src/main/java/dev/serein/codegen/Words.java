package dev.serein.codegen;

import java.util.ArrayList;
import java.util.List;

/** A line of arguments, taken apart as a shell would: at spaces, but not between quotes. */
final class Words {
    private Words() {}

    /** @throws GenerationFailed if a quote is not closed */
    static List<String> of(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (char c : line.toCharArray()) {
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                begun = true;
            } else if (Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (quote != 0) {
            throw new GenerationFailed("A quote in serein.args is not closed: " + quote, "close it");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
