package io.pushmi.runtime.management.moving;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is in an export: its last file to be written, without which it is none. */
record Manifest(List<MovedFile.OfLog> logs, List<MovedFile.OfCollection> collections) {
    Manifest {
        logs = List.copyOf(logs);
        collections = List.copyOf(collections);
    }

    /** @throws MoveRefused if there is none that this version can read, or it was changed */
    static Manifest read(Path folder) {
        Path file = folder.resolve(FileNames.MANIFEST);
        if (!Files.exists(file)) {
            throw new MoveRefused(
                    Files.exists(folder.resolve(FileNames.PROGRESS))
                            ? "the export in " + folder + " is not finished: run the export again, and it goes on"
                            : "there is no export in " + folder + ": expected a file " + FileNames.MANIFEST);
        }
        try {
            ObjectNode json = LineJson.read(Files.readAllBytes(file));
            ExportFormat.require(FileNames.MANIFEST, json);
            return requireHash(json, of(json));
        } catch (IllegalArgumentException damaged) {
            throw new MoveRefused(
                    FileNames.MANIFEST + ": expected what an export wrote, found that " + damaged.getMessage());
        } catch (IOException failed) {
            throw MoveRefused.of("cannot read", file, failed);
        }
    }

    /** As the last file: when it is there, everything that it names is on disk. */
    void write(Path folder) {
        ObjectNode json = ExportFormat.header();
        ArrayNode logFiles = json.putArray("logs");
        logs.forEach(log -> logFiles.add(log.toJson()));
        ArrayNode collectionFiles = json.putArray("collections");
        collections.forEach(collection -> collectionFiles.add(collection.toJson()));
        json.put("hash", moved().hash());
        WholeFile.write(folder.resolve(FileNames.MANIFEST), LineJson.indented(json));
    }

    Moved moved() {
        Chain chain = new Chain();
        logs.forEach(log -> chain.add(content(log)));
        collections.forEach(collection -> chain.add(content(collection)));
        return new Moved(
                logs.size(),
                logs.stream().mapToLong(MovedFile.OfLog::commits).sum(),
                logs.stream().mapToLong(MovedFile.OfLog::events).sum(),
                collections.stream()
                        .mapToLong(MovedFile.OfCollection::documents)
                        .sum(),
                chain.hash());
    }

    private static Manifest of(ObjectNode json) {
        List<MovedFile.OfLog> logs = new ArrayList<>();
        json.required("logs").forEach(log -> logs.add(MovedFile.OfLog.read(log)));
        List<MovedFile.OfCollection> collections = new ArrayList<>();
        json.required("collections").forEach(one -> collections.add(MovedFile.OfCollection.read(one)));
        return new Manifest(logs, collections);
    }

    private static Manifest requireHash(ObjectNode json, Manifest read) {
        String expected = LineJson.text(json, "hash");
        String found = read.moved().hash();
        if (!found.equals(expected)) {
            throw new MoveRefused(
                    FileNames.MANIFEST + ": expected the hash " + expected + " over what it lists, found " + found);
        }
        return read;
    }

    /** How well it was compressed says nothing of what was moved. */
    private static byte[] content(MovedFile file) {
        ObjectNode json = file.toJson();
        json.remove("bytes");
        return LineJson.write(json);
    }
}
