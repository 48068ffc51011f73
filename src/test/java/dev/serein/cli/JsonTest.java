package dev.serein.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jooq.tools.json.JSONValue;
import org.junit.jupiter.api.Test;

/** What the documents are written with: any text comes out of them as it went in. */
class JsonTest {
    @Test
    void everyCharacterIsReadAsItWasWritten() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= 0xFFFF; c++) {
            if (!Character.isSurrogate((char) c)) {
                all.append((char) c);
            }
        }
        all.appendCodePoint(0x1F327).appendCodePoint(0x10FFFF);

        String document = Answer.fine(Answer.data("text", all.toString()), "").json("any");

        assertThat(JSONValue.parseWithException(document))
                .isEqualTo(Answer.data("command", "any", "exit", 0L, "text", all.toString()));
        assertThat(document.chars().filter(c -> c < ' ' || c == 0x2028 || c == 0x2029 || c == 0x7F || c == 0x85))
                .isEmpty();
    }

    @Test
    void quotesAndBackslashesAndControlCharactersAreEscaped() {
        assertThat(json("\"\\/\b\f\n\r\t\0\u001f\u2028é\uD83C\uDF27"))
                .isEqualTo("{\"command\":\"any\",\"exit\":0,\"value\":"
                        + "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u001F\\u2028é\uD83C\uDF27\"}");
    }

    @Test
    void nullsNumbersListsAndObjectsAreThemselves() {
        assertThat(json(null)).endsWith("\"value\":null}");
        assertThat(json(List.of(1L, true, Answer.data("a", List.of())))).endsWith("\"value\":[1,true,{\"a\":[]}]}");
    }

    private static String json(Object value) {
        return Answer.fine(Answer.data("value", value), "").json("any");
    }
}
