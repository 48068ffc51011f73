package dev.serein.connection;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import org.newsclub.net.unix.AFUNIXSocketFactory;

/** Unix sockets. Java has none that a driver could use; those of junixsocket are, if the application has it. */
final class UnixSockets {
    private static final String LIBRARY = "com.kohlschutter.junixsocket:junixsocket-core:2.10.1 (type pom)";

    private UnixSockets() {}

    /** A socket for {@link #connect}, which has to be told of no address: it knows the host's file. */
    static Socket open(Host host) throws IOException {
        try {
            return Library.open(new File(host.socketFile()));
        } catch (NoClassDefFoundError e) {
            throw new MissingLibrary(e);
        }
    }

    /** The driver would, too; but a file that is not there, or where nobody listens, is no type of its own then. */
    static void connect(Socket socket) throws IOException {
        try {
            socket.connect(InetSocketAddress.createUnresolved("localhost", 1));
        } catch (SocketException e) {
            throw (ConnectException) new ConnectException(e.getMessage()).initCause(e);
        }
    }

    /** Of its own, so that the library is looked for only here. */
    private static final class Library {
        static Socket open(File file) throws IOException {
            return new AFUNIXSocketFactory.FactoryArg(file).createSocket();
        }
    }

    /** The application has to bring the library. */
    static final class MissingLibrary extends IOException {
        private static final long serialVersionUID = 1L;

        MissingLibrary(Throwable cause) {
            super("junixsocket is missing", cause);
        }

        static Explanation explanation() {
            return new Explanation(
                    "Unix sockets need a library", "add " + LIBRARY + " to the dependencies", Explanation.Then.MEND);
        }
    }
}
