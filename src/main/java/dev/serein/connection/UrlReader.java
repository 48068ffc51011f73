package dev.serein.connection;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one URL from left to right, as libpq does: credentials end at the first {@code @} before the first {@code /}.
 * What it reports quotes nothing of the text but plausible names of parameters.
 */
final class UrlReader {
    private static final List<String> SCHEMES = List.of("postgresql://", "postgres://", "jdbc:postgresql://");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,40}");
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{M}\\p{N}._-]+");
    private static final Pattern HOST_V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    private final String text;
    private final List<String> problems = new ArrayList<>();
    private final Map<Parameter, Setting> parameters = new EnumMap<>(Parameter.class);
    private @Nullable String user;
    private @Nullable String password;

    UrlReader(String text) {
        this.text = text;
    }

    ConnectionSettings read() {
        checkCharacters();
        int start = afterScheme();
        int at = text.indexOf('@', start);
        boolean credentials = at >= 0 && at < find('/', start, text.length());
        if (credentials) {
            readCredentials(start, at);
        }
        int authority = credentials ? at + 1 : start;
        int question = find('?', authority, text.length());
        int slash = find('/', authority, question);
        checkDelimiters(credentials, authority, slash, question);

        List<Host> hosts = readHosts(authority, slash);
        String database = decoded("the database", Math.min(slash + 1, question), question);
        if (question + 1 < text.length()) {
            readParameters(question + 1);
        }
        if (!problems.isEmpty()) {
            throw new InvalidConnectionSettings(problems);
        }
        String as = user == null ? System.getProperty("user.name") : user;
        return new ConnectionSettings(hosts, as, password, database.isEmpty() ? as : database, parameters);
    }

    private void checkCharacters() {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int character = text.codePointAt(i);
            if (Character.isISOControl(character) || Character.isSpaceChar(character)) {
                throw fault("it holds a space, a line break or the like", i);
            }
            if (Character.getType(character) == Character.SURROGATE) {
                throw fault("it holds half a character", i);
            }
        }
    }

    private int afterScheme() {
        for (String scheme : SCHEMES) {
            if (text.startsWith(scheme)) {
                return scheme.length();
            }
        }
        throw fault("it does not begin with " + String.join(", ", SCHEMES), 0);
    }

    private void readCredentials(int start, int at) {
        int colon = find(':', start, at);
        user = nullIfEmpty(decoded("the user", start, colon));
        password = nullIfEmpty(decoded("the password", Math.min(colon + 1, at), at));
    }

    /** What is left of a password with a bare delimiter must not become a host or a database, and be shown as such. */
    private void checkDelimiters(boolean credentials, int authority, int slash, int question) {
        int at = find('@', authority, question);
        if (at < question) {
            throw credentials
                    ? fault("a \"@\" in the user or the password is written %40", at)
                    : fault("a \"/\" in the user or the password is written %2F", slash);
        }
        int second = find('/', slash + 1, question);
        if (second < question) {
            throw fault("a \"/\" in the database is written %2F", second);
        }
    }

    private List<Host> readHosts(int start, int end) {
        List<Host> hosts = new ArrayList<>();
        for (int from = start; from <= end; ) {
            int comma = find(',', from, end);
            hosts.add(readHost(from, comma));
            from = comma + 1;
        }
        return hosts;
    }

    private Host readHost(int start, int end) {
        String host;
        int colon;
        if (start < end && text.charAt(start) == '[') {
            int bracket = find(']', start, end);
            if (bracket == end) {
                throw fault("the IPv6 address has no closing bracket", start);
            }
            host = decoded("the host", start + 1, bracket);
            colon = bracket + 1;
            if (!HOST_V6.matcher(host).matches() || colon < end && text.charAt(colon) != ':') {
                throw fault("the host is not an IPv6 address", start);
            }
        } else {
            colon = find(':', start, end);
            host = colon == start ? "localhost" : decoded("the host", start, colon);
            if (host.startsWith("/")) {
                throw fault("the host is a Unix socket, which is not supported", start);
            }
            if (!HOST.matcher(host).matches()) {
                throw fault("the host is not a name or an address", start);
            }
        }
        return new Host(host, port(Math.min(colon + 1, end), end));
    }

    private int port(int start, int end) {
        String port = text.substring(start, end);
        if (port.isEmpty()) {
            return 5432;
        }
        int number = PORT.matcher(port).matches() ? Integer.parseInt(port) : 0;
        if (number < 1 || number > 65_535) {
            throw fault("the port is not a number from 1 to 65535", start);
        }
        return number;
    }

    private void readParameters(int start) {
        for (int from = start; from <= text.length(); ) {
            int ampersand = find('&', from, text.length());
            int equals = find('=', from, ampersand);
            if (equals == ampersand) {
                throw fault("a parameter has no \"=\"", from);
            }
            readParameter(
                    decoded("the name of a parameter", from, equals),
                    decoded("the value of a parameter", equals + 1, ampersand),
                    from);
            from = ampersand + 1;
        }
    }

    private void readParameter(String name, String value, int at) {
        Optional<Parameter> known = Parameter.named(name);
        boolean first = true;
        if (name.equals("user")) {
            first = user == null;
            user = nullIfEmpty(value);
        } else if (name.equals("password")) {
            first = password == null;
            password = nullIfEmpty(value);
        } else if (known.isEmpty()) {
            problems.add(at(
                    quoted(name, at) + " is not supported; known are " + String.join(", ", Parameter.spellings())
                            + ", user, password",
                    at));
        } else if (!known.get().accepts(value)) {
            problems.add(at(quoted(name, at) + " is not " + known.get().expected(), at));
        } else {
            first = parameters.putIfAbsent(known.get(), new Setting(value, "the URL")) == null;
        }
        if (!first) {
            problems.add(at(quoted(name, at) + " is said twice", at));
        }
    }

    /** The name, unless it may be the rest of a password that holds a bare delimiter. */
    private String quoted(String name, int at) {
        boolean plausible = NAME.matcher(name).matches() && text.indexOf('@', at) < 0;
        return plausible ? "the parameter " + name : "a parameter";
    }

    private String decoded(String part, int start, int end) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = start; i < end; ) {
            if (text.charAt(i) == '%') {
                int value = i + 2 < end ? hex(i + 1) * 16 + hex(i + 2) : -1;
                if (value <= 0) {
                    throw fault(part + " has a \"%\" without two hexadecimal digits after it, or %00", i);
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
            throw fault(part + " is not UTF-8 once decoded", start);
        }
    }

    /** The value of the digit, or so little that no sum of two with it is positive. */
    private int hex(int index) {
        char digit = text.charAt(index);
        int value = digit < 128 ? Character.digit(digit, 16) : -1;
        return value < 0 ? -256 : value;
    }

    private static @Nullable String nullIfEmpty(String part) {
        return part.isEmpty() ? null : part;
    }

    /** The first such character from start on, or the end if there is none. */
    private int find(char character, int start, int end) {
        int index = text.indexOf(character, start);
        return index < 0 || index > end ? end : index;
    }

    private static InvalidConnectionSettings fault(String problem, int index) {
        return new InvalidConnectionSettings(List.of(at(problem, index)));
    }

    private static String at(String problem, int index) {
        return problem + " (character " + (index + 1) + ")";
    }
}
