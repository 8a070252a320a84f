package io.pushmi.runtime.management.moving;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushmi.runtime.storage.LogId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far an export is: a line for each piece of a log's file that is on disk, the last one counts. There only while the
 * export is not finished. For one thread.
 */
final class ExportProgress implements AutoCloseable {
    private final Path folder;
    private final Map<LogId, MovedFile.OfLog> reached;
    private final FileChannel channel;

    private ExportProgress(Path folder, Map<LogId, MovedFile.OfLog> reached) {
        this.folder = folder;
        this.reached = reached;
        // Together with what an interruption left of a line, lines go that a later one made obsolete.
        StringBuilder lines = new StringBuilder(line(ExportFormat.header()));
        reached.values().forEach(log -> lines.append(line(log.toJson())));
        Path file = folder.resolve(FileNames.PROGRESS);
        WholeFile.write(file, lines.toString());
        try {
            channel = FileChannel.open(file, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw MoveRefused.of("cannot write", file, failed);
        }
    }

    /** @throws MoveRefused if the folder cannot be taken for an export, or has a finished one or something else in it */
    static ExportProgress in(Path folder) {
        try {
            if (Files.exists(folder.resolve(FileNames.MANIFEST))) {
                throw new MoveRefused("there is a finished export in " + folder + ", and nothing is overwritten");
            }
            if (Files.exists(folder.resolve(FileNames.PROGRESS))) {
                return new ExportProgress(folder, read(folder));
            }
            if (!Files.exists(folder)) {
                Files.createDirectory(folder);
            }
            requireEmpty(folder);
            return new ExportProgress(folder, new LinkedHashMap<>());
        } catch (IOException failed) {
            throw MoveRefused.of("cannot export into", folder, failed);
        }
    }

    /** What is on disk of a log, if anything is. */
    Optional<MovedFile.OfLog> of(LogId log) {
        return Optional.ofNullable(reached.get(log));
    }

    Collection<MovedFile.OfLog> all() {
        return List.copyOf(reached.values());
    }

    /** To be told once the file is on disk so far. */
    void reached(MovedFile.OfLog log) {
        reached.put(log.log(), log);
        try {
            ByteBuffer bytes = ByteBuffer.wrap(line(log.toJson()).getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException failed) {
            throw MoveRefused.of("cannot write", folder.resolve(FileNames.PROGRESS), failed);
        }
    }

    /** The export is finished. */
    void remove() {
        try {
            Files.delete(folder.resolve(FileNames.PROGRESS));
        } catch (IOException failed) {
            throw MoveRefused.of("cannot remove", folder.resolve(FileNames.PROGRESS), failed);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw MoveRefused.of("cannot write", folder.resolve(FileNames.PROGRESS), failed);
        }
    }

    private static String line(ObjectNode json) {
        return new String(LineJson.write(json), StandardCharsets.UTF_8) + "\n";
    }

    private static void requireEmpty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            if (files.anyMatch(file -> !file.getFileName().toString().equals(FileNames.PROGRESS + ".unfinished"))) {
                throw new MoveRefused(folder + " is not empty and no unfinished export, and nothing is overwritten");
            }
        }
    }

    private static Map<LogId, MovedFile.OfLog> read(Path folder) throws IOException {
        String text = Files.readString(folder.resolve(FileNames.PROGRESS));
        List<String> lines = new ArrayList<>(
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList());
        Map<LogId, MovedFile.OfLog> reached = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            try {
                ObjectNode json = LineJson.read(lines.get(i).getBytes(StandardCharsets.UTF_8));
                if (i == 0) {
                    ExportFormat.require(FileNames.PROGRESS, json);
                } else {
                    MovedFile.OfLog log = MovedFile.OfLog.read(json);
                    reached.put(log.log(), log);
                }
            } catch (IllegalArgumentException damaged) {
                throw new MoveRefused(FileNames.PROGRESS + ", line " + (i + 1)
                        + ": expected how far a file is, found that " + damaged.getMessage());
            }
        }
        return reached;
    }
}
