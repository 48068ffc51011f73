package dev.serein.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The folder of one embedded server, locked as long as the process that owns it lives. Creating one first ends the
 * servers, and removes the folders, of processes that were killed.
 */
final class ServerFolder {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{8}");
    private static final String LOCK = "owner.lock";
    private static final String PROCESS = "owner";
    private static final String DATA = "data";
    private static final String KEPT = "kept";
    /** Says for whom it goes on when its process ends, and how to connect. */
    static final String WARM = "warm";

    private final ServerHome home;
    private final Path folder;
    private final FileChannel owner;

    private ServerFolder(ServerHome home, Path folder, FileChannel owner) {
        this.home = home;
        this.folder = folder;
        this.owner = owner;
    }

    static ServerFolder create() {
        try {
            ServerHome home = ServerHome.ofThisUser();
            return home.alone(() -> {
                removeLeftovers(home);
                Path folder = newFolder(home);
                Files.writeString(folder.resolve(PROCESS), thisProcess());
                FileChannel owner = ServerHome.openForLock(folder.resolve(LOCK));
                owner.lock(); // until this process ends, however it ends
                return new ServerFolder(home, folder, owner);
            });
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted("an embedded PostgreSQL", e);
            }
            throw new ScratchPostgresException(
                    "Cannot make a folder for an embedded PostgreSQL: " + e,
                    "name a writable folder with -Djava.io.tmpdir, or a server in DATABASE_TEST_URL",
                    e);
        }
    }

    static ScratchPostgresException interrupted(String what, Exception cause) {
        return new ScratchPostgresException(
                "The thread was interrupted while it started " + what, "ask again, or let the test take longer", cause);
    }

    private static Path newFolder(ServerHome home) throws IOException {
        while (true) {
            try {
                return home.newFolder(
                        String.format("%08x", ThreadLocalRandom.current().nextInt()));
            } catch (FileAlreadyExistsException e) {
                // the next number
            }
        }
    }

    private static void removeLeftovers(ServerHome home) throws IOException {
        try (var folders = Files.newDirectoryStream(
                home.folder(),
                folder -> NAME.matcher(folder.getFileName().toString()).matches())) {
            for (Path folder : folders) {
                if (isOfThisProcess(folder)) {
                    continue;
                }
                try (FileChannel owner = ServerHome.openForLock(folder.resolve(LOCK))) {
                    if (owner.tryLock() == null || goesOn(folder)) {
                        continue;
                    }
                    end(folder);
                }
                ServerHome.deleteTree(folder);
            }
        }
    }

    /** Nobody owns it any more, and yet it is not left over. */
    private static boolean goesOn(Path folder) throws IOException {
        try {
            boolean wanted =
                    Files.exists(folder.resolve(WARM)) || !KeptMark.isOver(Files.readString(folder.resolve(KEPT)));
            return wanted && Postmaster.runs(folder.resolve(DATA));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** A folder of one's own must not be tried: closing any channel of a file gives up the process's lock on it. */
    private static boolean isOfThisProcess(Path folder) throws IOException {
        try {
            return Files.readString(folder.resolve(PROCESS)).equals(thisProcess());
        } catch (NoSuchFileException e) {
            return false; // killed before it wrote the file
        }
    }

    /** The number alone comes again, in a container even with every start. */
    private static String thisProcess() {
        ProcessHandle process = ProcessHandle.current();
        return process.pid() + " " + process.info().startInstant().orElse(null);
    }

    ServerHome home() {
        return home;
    }

    String name() {
        return folder.getFileName().toString();
    }

    Path data() {
        return folder.resolve(DATA);
    }

    Path log() {
        return folder.resolve("server.log");
    }

    /** Lets the server go on when this process ends, for who looks at what was kept. */
    void keep(long postmaster) {
        letGo(postmaster, KeptMark.MOST, KEPT, KeptMark.now().toString());
    }

    /** Lets the server go on when this process ends, for the next one that wants the same. */
    void letGo(long postmaster, Duration idle, String marker, String text) {
        try {
            Wait.throughInterrupts(() -> {
                Path marked = folder.resolve(marker);
                if (!Files.exists(marked)) {
                    Path written = Files.writeString(folder.resolve(marker + ".new"), text);
                    Watcher.start(folder, postmaster, idle); // first: nothing goes on without
                    Files.move(written, marked, StandardCopyOption.ATOMIC_MOVE);
                }
                owner.close();
            });
        } catch (IOException e) {
            throw new ScratchPostgresException("Cannot keep the server in " + folder + ": " + e, "", e);
        }
    }

    /** Those that go on with a marker of this kind. */
    static List<Path> markedWith(ServerHome home, String marker) throws IOException {
        List<Path> found = new ArrayList<>();
        try (var folders = Files.newDirectoryStream(home.folder(), folder -> Files.exists(folder.resolve(marker)))) {
            folders.forEach(found::add);
        }
        return found;
    }

    static void remove(Path folder) throws IOException {
        end(folder);
        ServerHome.deleteTree(folder);
    }

    private static void end(Path folder) throws IOException {
        Postmaster.stop(folder.resolve(DATA));
        Postmaster.killAllIn(folder); // one that had only begun to start
        Postmaster.stop(folder.resolve(DATA));
    }

    Path path() {
        return folder;
    }

    /** Ends the server, should it still run, removes the folder and lets go of it. */
    void delete() {
        try {
            Wait.throughInterrupts(() -> {
                Postmaster.stop(data());
                ServerHome.deleteTree(data()); // the most of it, without keeping others waiting
                home.alone(() -> {
                    owner.close();
                    ServerHome.deleteTree(folder);
                    return folder;
                });
            });
        } catch (IOException e) {
            throw new ScratchPostgresException("Cannot remove " + folder + ": " + e, "remove it by hand", e);
        }
    }
}
