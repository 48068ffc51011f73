package dev.serein.connection;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
record HostAndPort(String host, int port) {
    private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");
    private static final Pattern LOOPBACK_V6 = Pattern.compile("::1|(0{1,4}:){7}0{0,3}1");

    /**
     * Whether this is certainly the machine we run on. No name is looked up: what DNS says is not to be trusted here.
     */
    boolean isLoopback() {
        return host.toLowerCase(Locale.ROOT).equals("localhost")
                || LOOPBACK_V4.matcher(host).matches()
                || LOOPBACK_V6.matcher(host).matches();
    }

    boolean isV6() {
        return host.indexOf(':') >= 0;
    }

    @Override
    public String toString() {
        return (isV6() ? "[" + host + "]" : host) + ":" + port;
    }
}
