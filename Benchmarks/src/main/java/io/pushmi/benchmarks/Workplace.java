package io.pushmi.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A new folder for everything that is stored while measuring. When it is closed, or this process is told to stop, what was
 * started in it is killed if it still runs, and the folder is gone.
 */
final class Workplace implements AutoCloseable {
    private final Path folder;
    private final List<JavaProcess> started = new CopyOnWriteArrayList<>();
    private final Thread hook = new Thread(this::clear, "clear-workplace");

    Workplace(Path parent) throws IOException {
        Files.createDirectories(parent);
        folder = Files.createTempDirectory(parent.toAbsolutePath(), "pushmi-bench-");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** A new folder in it. */
    Path folder(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    void endWith(JavaProcess process) {
        started.add(process);
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

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // The hook does it, or has done it, and the first to do it is enough.
            return;
        }
        clear();
    }

    private void clear() {
        started.forEach(JavaProcess::kill);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path deepestFirst : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(deepestFirst);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("could not remove " + folder, failure);
        }
    }

    private static long sizeOf(File entry) {
        return entry.isDirectory() ? sizeOf(entry.toPath()) : entry.length();
    }
}
