package dev.serein.connection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of a PEM text.
 *
 * @param type what stands after {@code BEGIN}
 * @param headers what stands before the content: of an encrypted key in OpenSSL's old form, how it is encrypted
 * @param content decoded
 */
record Pem(String type, String headers, byte[] content) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final Pattern HEADERS = Pattern.compile("\\A\\s*((?:[A-Za-z-]+:[^\\n]*\\n)*)");

    /** All blocks, in their order; what stands between them is a comment. */
    static List<Pem> blocks(byte[] text) throws IllegalArgumentException {
        List<Pem> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(new String(text, StandardCharsets.ISO_8859_1).replace("\r", ""));
        while (block.find()) {
            Matcher headers = HEADERS.matcher(block.group(2));
            String found = headers.find() ? headers.group(1) : "";
            String content = block.group(2).substring(headers.end());
            blocks.add(new Pem(block.group(1), found, Base64.getMimeDecoder().decode(content)));
        }
        return blocks;
    }
}
