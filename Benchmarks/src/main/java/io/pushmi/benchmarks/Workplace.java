package io.pushmi.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/** A new folder with everything that is stored while measuring; gone when closed. */
final class Workplace implements AutoCloseable {
    private final Path folder;

    Workplace(Path parent) throws IOException {
        Files.createDirectories(parent);
        folder = Files.createTempDirectory(parent.toAbsolutePath(), "pushmi-bench-");
    }

    /** A new folder in it. */
    Path folder(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    /** Where it is and what kind of file system that is, since a sync means little on some. */
    String describe() throws IOException {
        return folder.getParent() + " (" + Files.getFileStore(folder).type() + ")";
    }

    /** How many bytes the files below a folder have. Of one that is gone by the time it is looked at: none. */
    static long sizeOf(Path folder) {
        File[] entries = folder.toFile().listFiles();
        return entries == null
                ? 0
                : Arrays.stream(entries).mapToLong(Workplace::sizeOf).sum();
    }

    private static long sizeOf(File entry) {
        return entry.isDirectory() ? sizeOf(entry.toPath()) : entry.length();
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path deepestFirst : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(deepestFirst);
            }
        }
    }
}
