package io.pushmi.runtime.engines.rocksdb;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Stores packed into one file each. */
final class Archives {
    /** An archive says nothing of the day on which it was packed. */
    private static final LocalDateTime ANY_DAY = LocalDateTime.of(2000, 1, 1, 0, 0);

    private Archives() {}

    /** Everything that makes a store, and nothing that only matters while it is open or is written for people. */
    static void pack(Path store, Path archive) throws IOException {
        try (OutputStream file = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> paths = Files.walk(store)) {
            zip.setLevel(Deflater.BEST_COMPRESSION);
            for (Path path : paths.sorted().toList()) {
                String name = store.relativize(path).toString().replace('\\', '/');
                if (Files.isRegularFile(path) && belongs(name)) {
                    ZipEntry entry = new ZipEntry(name);
                    entry.setTimeLocal(ANY_DAY);
                    zip.putNextEntry(entry);
                    Files.copy(path, zip);
                }
            }
        }
    }

    static void unpack(InputStream archive, Path to) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(archive)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = to.resolve(entry.getName());
                Files.createDirectories(target.getParent());
                Files.copy(zip, target);
            }
        }
    }

    private static boolean belongs(String name) {
        return name.equals("format")
                || (name.startsWith("rocksdb/")
                        && Stream.of("LOCK", "LOG", "OPTIONS").noneMatch(part -> name.startsWith("rocksdb/" + part)));
    }

    static List<String> namesIn(InputStream archive) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(archive)) {
            List<String> names = new ArrayList<>();
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
            return names;
        }
    }
}
