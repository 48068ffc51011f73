package dev.serein.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads one URL from left to right, as libpq does: credentials end at the first {@code @} before the first {@code /}.
 * What libpq would take for a host or a database though it surely is the rest of a password is refused: it would be
 * shown in messages and asked of the DNS.
 */
final class UrlReader {
    private static final String JDBC = "jdbc:postgresql:";
    private static final List<String> SCHEMES = List.of("postgresql://", "postgres://", JDBC);
    private static final Pattern HOST_V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?");

    private final String text;
    private final String origin;
    private final List<String> problems;
    private final List<Entry> entries = new ArrayList<>();
    private boolean afterSecret;

    UrlReader(String text, String origin, List<String> problems) {
        this.text = text;
        this.origin = origin;
        this.problems = problems;
    }

    static boolean isUrl(String text) {
        return SCHEMES.stream().anyMatch(text::startsWith);
    }

    /** Whether it is one of the driver's, whose parameters have other names. */
    static boolean isDriverUrl(String text) {
        return text.startsWith(JDBC);
    }

    /** What it says, in the order of libpq: of what is said twice the last holds. */
    List<Entry> read() {
        if (!checkCharacters()) {
            return entries;
        }
        int start = SCHEMES.stream()
                .filter(text::startsWith)
                .findFirst()
                .orElseThrow()
                .length();
        if (isDriverUrl(text) && !text.startsWith("//", start)) {
            readDatabaseAlone(start);
        } else {
            readAuthority(isDriverUrl(text) ? start + 2 : start);
        }
        return entries;
    }

    private boolean checkCharacters() {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int character = text.codePointAt(i);
            if (Character.isISOControl(character) || Character.isSpaceChar(character)) {
                problem(
                        text.substring(i).isBlank()
                                ? "the URL ends with a line break or a space: take it out"
                                : "the URL holds a space, a line break or the like",
                        i);
                return false;
            }
            if (Character.getType(character) == Character.SURROGATE) {
                problem("the URL holds half a character", i);
                return false;
            }
        }
        return true;
    }

    /** The driver's short form has a database, or a slash, where others have an authority. */
    private void readDatabaseAlone(int start) {
        int question = find('?', start, text.length());
        int from = text.startsWith("/", start) ? start + 1 : start;
        int slash = find('/', from, question);
        if (slash < question) {
            problem("a \"/\" in the database is written %2F", slash);
            return;
        }
        addDecoded("dbname", "the database", from, question);
        readParameters(question + 1);
    }

    private void readAuthority(int start) {
        int at = text.indexOf('@', start);
        boolean credentials = at >= 0 && at < find('/', start, text.length());
        if (credentials) {
            int colon = find(':', start, at);
            addDecoded("user", "the user", start, colon);
            addDecoded("password", "the password", Math.min(colon + 1, at), at);
        }
        int authority = credentials ? at + 1 : start;
        int question = find('?', authority, text.length());
        int slash = find('/', authority, question);
        if (!checkDelimiters(credentials, authority, slash, question) || !readHosts(authority, slash)) {
            return;
        }
        addDecoded("dbname", "the database", Math.min(slash + 1, question), question);
        readParameters(question + 1);
    }

    /** What is left of a password with a bare delimiter must not become a host or a database, and be shown as such. */
    private boolean checkDelimiters(boolean credentials, int authority, int slash, int question) {
        int at = find('@', authority, question);
        if (at < question) {
            if (credentials) {
                String database = at > slash ? ", the password or the database" : " or the password";
                problem("a \"@\" in the user" + database + " is written %40", at);
            } else {
                problem("a \"/\" in the user or the password is written %2F", slash);
            }
            return false;
        }
        int second = find('/', slash + 1, question);
        if (second < question) {
            problem("a \"/\" in the database is written %2F", second);
            return false;
        }
        return true;
    }

    /** All hosts are one value of libpq's, and so are all ports; nothing is said unless something is there. */
    private boolean readHosts(int start, int end) {
        StringBuilder hosts = new StringBuilder();
        StringBuilder ports = new StringBuilder();
        List<Integer> hostsAt = new ArrayList<>();
        List<Integer> portsAt = new ArrayList<>();
        for (int from = start; from <= end; ) {
            int comma = find(',', from, end);
            int colon = find(':', from, comma);
            if (text.startsWith("[", from)) {
                int bracket = find(']', from, end);
                colon = bracket + 1;
                comma = find(',', Math.min(colon, end), end);
                if (!isBracketed(from, bracket, end)) {
                    return false;
                }
                hosts.append(decoded("the host", from + 1, bracket));
            } else {
                hosts.append(decoded("the host", from, colon));
            }
            int port = Math.min(colon + 1, comma);
            hostsAt.add(from);
            portsAt.add(port);
            ports.append(decoded("the port", port, comma));
            from = comma + 1;
            if (from <= end) {
                hosts.append(',');
                ports.append(',');
            }
        }
        add("host", hosts.toString(), hostsAt);
        add("port", ports.toString(), portsAt);
        return true;
    }

    private boolean isBracketed(int from, int bracket, int end) {
        if (bracket == end) {
            problem("the IPv6 address has no closing bracket", from);
            return false;
        }
        boolean ends = bracket + 1 == end || text.charAt(bracket + 1) == ':' || text.charAt(bracket + 1) == ',';
        if (!ends || !HOST_V6.matcher(decoded("the host", from + 1, bracket)).matches()) {
            problem("the host is not an IPv6 address", from);
            return false;
        }
        return true;
    }

    private void readParameters(int start) {
        for (int from = start; from < text.length(); ) {
            int ampersand = find('&', from, text.length());
            int equals = find('=', from, ampersand);
            if (equals == ampersand) {
                readBare(from, ampersand);
            } else if (!isDriverUrl(text) && find('=', equals + 1, ampersand) < ampersand) {
                problem("a \"=\" in the value of a parameter is written %3D", find('=', equals + 1, ampersand));
                noteSecret(text.substring(from, equals));
            } else {
                addParameter(
                        decoded("the name of a parameter", from, equals),
                        decoded("the value of a parameter", equals + 1, ampersand),
                        from);
            }
            from = ampersand + 1;
        }
    }

    /** To the driver a parameter without a value is an empty one, and none at all is none. */
    private void readBare(int from, int end) {
        String name = text.substring(from, end);
        if (!isDriverUrl(text)) {
            problem("a parameter has no \"=\"", from);
            noteSecret(name);
        } else if (!name.isEmpty()) {
            addParameter(decoded("the name of a parameter", from, end), "", from);
        }
    }

    /** A name that cannot be decoded is a problem already. */
    private void addParameter(String name, String value, int at) {
        if (name.isEmpty() && text.charAt(at) == '%') {
            return;
        }
        boolean doubtful = afterSecret && !isKnown(name) || text.indexOf('@', at) >= 0;
        entries.add(new Entry(name, value, origin, Entry.Kind.TEXT, List.of(at), doubtful));
        noteSecret(name);
    }

    /** After a password with a bare delimiter its rest follows, until there is a name that is known. */
    private void noteSecret(String name) {
        if (Names.isSecret(name)) {
            afterSecret = true;
        } else if (isKnown(name)) {
            afterSecret = false;
        }
    }

    private static boolean isKnown(String name) {
        return Parameter.named(name).isPresent();
    }

    private void addDecoded(String name, String part, int start, int end) {
        add(name, decoded(part, start, end), List.of(start));
    }

    private void add(String name, String value, List<Integer> positions) {
        if (!value.isEmpty()) {
            entries.add(new Entry(name, value, origin, Entry.Kind.TEXT, List.copyOf(positions), false));
        }
    }

    private String decoded(String part, int start, int end) {
        return Percent.decoded(text, start, end, part, problems);
    }

    private void problem(String what, int index) {
        problems.add(what + " (character " + (index + 1) + ")");
    }

    /** The first such character from start on, or the end if there is none. */
    private int find(char character, int start, int end) {
        int index = text.indexOf(character, start);
        return index < 0 || index > end ? end : index;
    }
}
