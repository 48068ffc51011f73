package dev.serein.postgres.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/** The first words on a connection, up to where it is known what language follows. One thread's. */
final class Greeting {
    private static final Set<Integer> ENCRYPTION_REQUESTS = Set.of(80877103, 80877104); // TLS, GSS
    private static final int TLS_HELLO = 0x16;
    private static final int VERSION = 3;
    private static final int HEAD = 8;
    private static final int LONGEST = 10_000;

    private final Messages messages;
    private final Arrivals client;
    private final Arrivals server;
    private final Line toServer;
    private final Line toClient;

    Greeting(Messages messages, Arrivals client, Arrivals server, Line toServer, Line toClient) {
        this.messages = messages;
        this.client = client;
        this.server = server;
        this.toServer = toServer;
        this.toClient = toClient;
    }

    /** What follows. */
    enum Language {
        /** Messages in clear text. */
        MESSAGES,
        /** What cannot be read. */
        ENCRYPTED,
        /** What need not be read: the request to cancel something, or no protocol of PostgreSQL's. */
        OTHER
    }

    /** Forwards it, or answers it; from then on both sides may speak at any time. */
    Language exchange() throws IOException {
        byte[] head = head();
        while (isEncryptionRequest(head)) {
            byte[] answer = messages.areRead() ? new byte[] {'N'} : answerTo(head);
            toClient.write(answer);
            if (answer.length == 0 || answer[0] != 'N') {
                return answer.length > 0 && answer[0] != 'E' ? Language.ENCRYPTED : Language.OTHER;
            }
            head = head();
            if (head.length == 0 && messages.areRead()) {
                messages.tellThatClientInsistsOnTls();
            }
        }
        boolean isTls = head.length == 1 && head[0] == TLS_HELLO;
        if (isTls && messages.areRead()) {
            messages.tellThatClientInsistsOnTls();
            throw new IOException("What is encrypted cannot be read");
        }
        if (!isStartup(head)) {
            toServer.write(head);
            return isTls ? Language.ENCRYPTED : Language.OTHER;
        }
        byte[] parameters = client.readNBytes(number(head, 0) - HEAD);
        toServer.write(ByteBuffer.allocate(HEAD + parameters.length)
                .put(head)
                .put(parameters)
                .array());
        return Language.MESSAGES;
    }

    /** A length and a number, which no TLS begins with; less at the end, or if the first byte is no length's. */
    private byte[] head() throws IOException {
        byte[] first = client.readNBytes(1);
        if (first.length == 0 || first[0] != 0) {
            return first;
        }
        byte[] rest = client.readNBytes(HEAD - 1);
        return ByteBuffer.allocate(1 + rest.length).put(first).put(rest).array();
    }

    private byte[] answerTo(byte[] request) throws IOException {
        toServer.write(request);
        return server.readNBytes(1);
    }

    private static boolean isEncryptionRequest(byte[] head) {
        return head.length == HEAD && number(head, 0) == HEAD && ENCRYPTION_REQUESTS.contains(number(head, 1));
    }

    private static boolean isStartup(byte[] head) {
        return head.length == HEAD
                && number(head, 0) >= HEAD
                && number(head, 0) <= LONGEST
                && number(head, 1) >> Short.SIZE == VERSION;
    }

    private static int number(byte[] head, int index) {
        return ByteBuffer.wrap(head).getInt(Integer.BYTES * index);
    }
}
