package dev.serein.connection;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes hosts of libpq's three lists of names, addresses and ports. */
final class HostList {
    static final int DEFAULT_PORT = 5432;

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}._-]+");
    private static final Pattern V4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(%[A-Za-z0-9._-]+)?");
    private static final Pattern PORT = Pattern.compile(Rule.SPACE + "\\+?0*([0-9]{1,5})" + Rule.SPACE);

    private final List<String> problems;

    HostList(List<String> problems) {
        this.problems = problems;
    }

    /** One at least, unless there is a problem. The JVM has no socket of its own, so the default is localhost. */
    List<Host> read(@Nullable Entry names, @Nullable Entry addresses, @Nullable Entry ports) {
        List<String> name = elements(names);
        List<String> address = elements(addresses);
        List<String> port = elements(ports);
        int count = address.isEmpty() ? Math.max(1, name.size()) : address.size();
        if (!name.isEmpty() && name.size() != count) {
            doNotMatch("host and hostaddr", name.size(), count, addresses);
            return List.of();
        }
        if (port.size() > 1 && port.size() != count) {
            doNotMatch("host and port", count, port.size(), ports);
            return List.of();
        }
        List<Host> hosts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String where = at(address, i);
            if (!where.isEmpty() && !isAddress(where)) {
                problem(addresses, "hostaddr", "is not an IP address", i);
            }
            String who = at(name, i);
            if (!who.isEmpty() && !isName(who)) {
                problem(names, "the host", "is not a name or an address", i);
            }
            int number = port(at(port, port.size() == 1 ? 0 : i));
            if (number == 0) {
                problem(ports, "the port", "is not a number from 1 to 65535", port.size() == 1 ? 0 : i);
            }
            String called = who.isEmpty() ? where.isEmpty() ? "localhost" : where : who;
            hosts.add(new Host(called, where.isEmpty() ? null : where, number));
        }
        return hosts;
    }

    private void doNotMatch(String what, int one, int other, @Nullable Entry entry) {
        problems.add(what + " do not match: there are " + one + " and " + other + (entry == null ? "" : entry.place()));
    }

    private void problem(@Nullable Entry entry, String part, String what, int element) {
        problems.add((entry == null ? part : entry.subject(part)) + " " + what
                + (entry == null ? "" : entry.place(element)));
    }

    private static List<String> elements(@Nullable Entry entry) {
        return entry == null || entry.value().isEmpty()
                ? List.of()
                : List.of(entry.value().split(",", -1));
    }

    private static String at(List<String> elements, int index) {
        return index < elements.size() ? elements.get(index) : "";
    }

    private static boolean isName(String text) {
        return text.startsWith("/")
                || text.startsWith("@")
                || NAME.matcher(text).matches()
                || isV6(text);
    }

    private static boolean isAddress(String text) {
        return V4.matcher(text).matches() || isV6(text);
    }

    /** The JVM asks no name server for what has a colon. */
    private static boolean isV6(String text) {
        var address = V6.matcher(text);
        if (!address.matches()) {
            return false;
        }
        try {
            return InetAddress.getByName(address.group(1)) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** 0 if it is none. */
    private static int port(String text) {
        if (text.isEmpty()) {
            return DEFAULT_PORT;
        }
        var digits = PORT.matcher(text);
        int number = digits.matches() ? Integer.parseInt(digits.group(1)) : 0;
        return number > 65_535 ? 0 : number;
    }
}
