package dev.serein.postgres;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Copies a folder with all that is in it, and who may read it. What vanishes meanwhile is left out. */
final class FolderCopy extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Path to;
    private final Predicate<Path> wanted;

    private FolderCopy(Path from, Path to, Predicate<Path> wanted) {
        this.from = from;
        this.to = to;
        this.wanted = wanted;
    }

    static void of(Path from, Path to) throws IOException {
        of(from, to, any -> true);
    }

    /** Only what is wanted, by its path inside of the folder. */
    static void of(Path from, Path to, Predicate<Path> wanted) throws IOException {
        Files.walkFileTree(from, new FolderCopy(from, to, wanted));
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
        return folder.equals(from) || wanted.test(from.relativize(folder))
                ? copy(folder)
                : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        return wanted.test(from.relativize(file)) ? copy(file) : FileVisitResult.CONTINUE;
    }

    private FileVisitResult copy(Path path) throws IOException {
        try {
            Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
        } catch (NoSuchFileException e) {
            if (Files.exists(path)) {
                throw e; // it is the other folder that is not there
            }
            return FileVisitResult.SKIP_SUBTREE;
        }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
        if (e != null && !(e instanceof NoSuchFileException)) {
            throw e;
        }
        return FileVisitResult.CONTINUE;
    }
}
