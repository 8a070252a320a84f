package io.pushmi.runtime.management.moving;

import static io.pushmi.runtime.management.moving.LineJson.number;
import static io.pushmi.runtime.management.moving.LineJson.text;
import static io.pushmi.runtime.management.moving.LineJson.uuid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.tenancy.TenantId;

/** A file of an export, and what is in it. */
sealed interface MovedFile {
    TenantId tenant();

    /** Where it is below the folder. */
    String name();

    /** Its first line, which says what it is. */
    byte[] header();

    long bytes();

    /** The running hash over its lines but the first. */
    String hash();

    ObjectNode toJson();

    record OfLog(LogId log, long commits, long events, long bytes, String hash) implements MovedFile {
        @Override
        public TenantId tenant() {
            return log.tenant();
        }

        @Override
        public String name() {
            return FileNames.of(log);
        }

        @Override
        public byte[] header() {
            return MovedFile.headerOf(tenant(), "log", log.name().value());
        }

        @Override
        public ObjectNode toJson() {
            return LineJson.object()
                    .put("file", name())
                    .put("tenant", tenant().toString())
                    .put("log", log.name().value())
                    .put("commits", commits)
                    .put("events", events)
                    .put("bytes", bytes)
                    .put("hash", hash);
        }

        static OfLog read(JsonNode json) {
            OfLog read = new OfLog(
                    new LogId(new TenantId(uuid(json, "tenant")), new LogName(text(json, "log"))),
                    number(json, "commits"),
                    number(json, "events"),
                    number(json, "bytes"),
                    text(json, "hash"));
            MovedFile.requireName(read, json);
            return read;
        }
    }

    record OfCollection(TenantId tenant, String collection, long documents, long bytes, String hash)
            implements MovedFile {
        @Override
        public String name() {
            return FileNames.of(tenant, collection);
        }

        @Override
        public byte[] header() {
            return MovedFile.headerOf(tenant, "collection", collection);
        }

        @Override
        public ObjectNode toJson() {
            return LineJson.object()
                    .put("file", name())
                    .put("tenant", tenant.toString())
                    .put("collection", collection)
                    .put("documents", documents)
                    .put("bytes", bytes)
                    .put("hash", hash);
        }

        static OfCollection read(JsonNode json) {
            OfCollection read = new OfCollection(
                    new TenantId(uuid(json, "tenant")),
                    text(json, "collection"),
                    number(json, "documents"),
                    number(json, "bytes"),
                    text(json, "hash"));
            MovedFile.requireName(read, json);
            return read;
        }
    }

    private static byte[] headerOf(TenantId tenant, String what, String name) {
        return LineJson.write(
                ExportFormat.header().put("tenant", tenant.toString()).put(what, name));
    }

    /** What is named is never looked for anywhere else than where an export puts it. */
    private static void requireName(MovedFile read, JsonNode json) {
        if (!text(json, "file").equals(read.name())) {
            throw new IllegalArgumentException(
                    "expected the file " + read.name() + " for this, found " + text(json, "file"));
        }
    }
}
