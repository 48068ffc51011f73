package dev.serein.connection;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import org.newsclub.net.unix.AFUNIXSocketFactory;

/** Unix sockets. Java has none that a driver could use; those of junixsocket are, if the application has it. */
final class UnixSockets {
    private static final String LIBRARY = "com.kohlschutter.junixsocket:junixsocket-core:2.10.1 (type pom)";

    private UnixSockets() {}

    /** A socket that connects to the host's file, wherever it is told to. */
    static Socket open(Host host) throws IOException {
        try {
            return Library.open(new File(host.socketFile()));
        } catch (NoClassDefFoundError e) {
            throw new MissingLibrary(e);
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
