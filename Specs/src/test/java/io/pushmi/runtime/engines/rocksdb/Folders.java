package io.pushmi.runtime.engines.rocksdb;

import static org.awaitility.Awaitility.await;

import io.pushmi.runtime.storage.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What lies in folders. */
final class Folders {
    private Folders() {}

    /** Every file by its path, and every folder by its path and a slash. */
    static Map<String, Bytes> contentOf(Path folder) throws IOException {
        Map<String, Bytes> content = new TreeMap<>();
        for (Path path : allIn(folder)) {
            String name = folder.relativize(path).toString();
            if (Files.isDirectory(path)) {
                content.put(name + "/", Bytes.EMPTY);
            } else {
                content.put(name, Bytes.wrap(Files.readAllBytes(path)));
            }
        }
        return content;
    }

    /** A copy of an open store that nobody writes to, as a crash at this moment would leave it. */
    static Path crashed(Path store, Path to) {
        // What RocksDB still does in the background must not change files between one copy and the next.
        await().ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            Path attempt = Files.createTempDirectory(to.getParent(), "copy");
            Map<String, Long> before = sizesIn(store);
            copy(store, attempt);
            boolean isWhole = sizesIn(store).equals(before);
            if (isWhole) {
                Files.move(attempt, to);
            }
            return isWhole;
        });
        return to;
    }

    private static void copy(Path store, Path to) throws IOException {
        for (Path path : allIn(store)) {
            Path target = to.resolve(store.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else if (!path.startsWith(store.resolve("native"))) {
                Files.copy(path, target);
            }
        }
    }

    private static Map<String, Long> sizesIn(Path store) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        for (Path path : allIn(store)) {
            sizes.put(path.toString(), Files.size(path));
        }
        return sizes;
    }

    /** The files of the write-ahead log, oldest first. */
    static List<Path> writeAheadLogs(Path store) throws IOException {
        return endingIn(store, ".log");
    }

    static List<Path> endingIn(Path store, String ending) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path path : allIn(store.resolve("rocksdb"))) {
            if (path.toString().endsWith(ending)) {
                found.add(path);
            }
        }
        return found;
    }

    private static List<Path> allIn(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted().toList();
        }
    }
}
