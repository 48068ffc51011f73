package dev.serein.connection;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens.
 *
 * @param name a name, an address (IPv6 without brackets), or the folder of a Unix socket; what a certificate has to be
 *     for
 * @param address where to connect instead of looking up the name; null to look it up
 * @param port 1 to 65535; of a Unix socket, the end of its file's name
 */
record Host(String name, @Nullable String address, int port) {
    private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");
    private static final Pattern LOOPBACK_V6 = Pattern.compile("::1|(0{1,4}:){7}0{0,3}1");

    Host(String name, int port) {
        this(name, null, port);
    }

    /** Whether it is a Unix socket: a folder, or a name in Linux's abstract namespace. */
    boolean isSocket() {
        return address == null && (name.startsWith("/") || name.startsWith("@"));
    }

    /** The file of the Unix socket. */
    String socketFile() {
        return name + "/.s.PGSQL." + port;
    }

    /** Whether the way to it certainly does not leave this machine. No name is looked up: DNS is not to be trusted. */
    boolean isLocal() {
        if (isSocket()) {
            return true;
        }
        String where = address == null ? name : address;
        return where.toLowerCase(Locale.ROOT).equals("localhost")
                || LOOPBACK_V4.matcher(where).matches()
                || LOOPBACK_V6.matcher(where).matches();
    }

    @Override
    public String toString() {
        return isSocket() ? socketFile() : (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + ":" + port;
    }
}
