package io.pushmi.runtime.engines.rocksdb;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * RocksDB's native library. Left to itself RocksDB unpacks it anew for every process into the temporary folder, where
 * it stays behind after a crash and where some systems forbid to run it.
 */
final class NativeLibrary {
    private static boolean loaded;

    private NativeLibrary() {}

    /** Loads it, unpacked below the folder, unless this process has it already. */
    static synchronized void load(Path folder) throws IOException {
        if (!loaded) {
            Path library = unpack(folder);
            RocksDB.loadLibrary(List.of(String.valueOf(library.getParent())));
            loaded = true;
        }
    }

    /**
     * Unpacks the library unless it is there. Its folder is named after its checksum, so that another version of
     * RocksDB never takes it for its own.
     */
    static Path unpack(Path folder) throws IOException {
        String name = Environment.getJniLibraryFileName("rocksdb");
        URL resource = RocksDB.class.getClassLoader().getResource(name);
        if (resource == null) {
            throw new IOException("there is no RocksDB for this system: " + name + " is missing");
        }
        URLConnection connection = resource.openConnection();
        long size = connection.getContentLengthLong();
        String version = connection instanceof JarURLConnection jar
                ? Long.toHexString(jar.getJarEntry().getCrc())
                : Long.toString(size);
        // RocksDB looks in a folder for another name than the one that it has the library under itself.
        Path library = folder.resolve(version).resolve(Environment.getJniLibraryFileName("rocksdbjni"));
        try (InputStream content = connection.getInputStream()) {
            if (!Files.exists(library) || Files.size(library) != size) {
                unpack(content, library);
            }
        }
        return library.toAbsolutePath();
    }

    private static void unpack(InputStream content, Path library) throws IOException {
        Files.createDirectories(library.getParent());
        Path unfinished = library.resolveSibling(library.getFileName() + ".new");
        Files.copy(content, unfinished, StandardCopyOption.REPLACE_EXISTING);
        Files.move(unfinished, library, StandardCopyOption.ATOMIC_MOVE);
    }
}
