package io.pushmi.runtime.events.erasing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.artifacts.Generation;
import io.pushmi.runtime.events.streams.StreamEvents;
import io.pushmi.runtime.execution.CorrelationId;
import io.pushmi.runtime.execution.Environment;
import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.execution.Version;
import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.log.ErasureRecord;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Checkpoint;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.storage.UncommittedEvent;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Commits the records of erasures to their logs: what was erased, by whom and why, and nothing of what it was. Each once,
 * by a commit id that follows from the erasure's.
 */
final class Recording {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The type of what stands in a stream where an erasure began to go over it. */
    private static final EventType BEGINNING = new EventType(new EventTypeId("pushmi.erasing"), Generation.FIRST);

    private final EventLogs logs;
    private final EventLogStorage storage;

    Recording(EventLogs logs, EventLogStorage storage) {
        this.logs = logs;
        this.storage = storage;
    }

    /**
     * Completes when the record is in the log, and so when followers here let go of what they have from before.
     *
     * @return the record's number
     */
    CompletionStage<SequenceNumber> record(Erasure erasure, ErasureProgress done) {
        CommitId.Chosen id = new CommitId.Chosen("erasure-" + erasure.id());
        return logs.commit(erasure.log(), request(id, erasure, done))
                .thenCompose(outcome ->
                        outcome instanceof CommitOutcome.CommitIdTaken ? settle(id, erasure, done) : numberOf(outcome));
    }

    /** What the record of an erasure says that it did; empty if the log has none. */
    CompletionStage<Optional<Erased>> find(LogId log, ErasureId erasure) {
        CommitId.Chosen id = new CommitId.Chosen("erasure-" + erasure);
        return storage.lastByKey(log, new Key.OfCommitId(id))
                .thenApply(found -> found.filter(ErasureRecord::isIn).map(record -> read(erasure, record)));
    }

    private static Erased read(ErasureId erasure, Commit record) {
        Content content = record.events().get(0).content();
        try {
            JsonNode json = JSON.readTree(
                    content instanceof Content.Legible legible ? legible.bytes().array() : new byte[0]);
            return new Erased(
                    erasure, json.path("events").asLong(), json.path("commits").asLong());
        } catch (IOException notOurs) {
            throw new StorageDamaged("the record of erasure " + erasure + " is not JSON", notOurs);
        }
    }

    /**
     * Moves the stream's checkpoint of erasures, so that no copy of what was read before gets in any more.
     *
     * @param record the number of the erasure's record in the log that the stream is made of
     * @return where the commit is that did so: every copy that may be concerned is before it
     */
    CompletionStage<SequenceNumber> begin(LogId stream, Erasure erasure, SequenceNumber record) {
        ObjectNode json = JSON.createObjectNode().put("erasure", erasure.id().toString());
        UncommittedEvent event = UncommittedEvent.of(
                BEGINNING, new EventSourceId(erasure.id().toString()), Content.json(bytes(json)), false);
        CommitRequest request = new CommitRequest(
                new CommitId.Chosen("erasure-" + erasure.id() + "-begun"),
                context(erasure),
                CommitKind.SYSTEM,
                null,
                List.of(event),
                List.of(),
                new Checkpoint(StreamEvents.ERASURES, record.plus(1)));
        return logs.commit(stream, request).thenCompose(Recording::numberOf);
    }

    /** A record whose count was of less is as good; only a client's commit that took the id is none. */
    private CompletionStage<SequenceNumber> settle(CommitId.Chosen id, Erasure erasure, ErasureProgress done) {
        return storage.lastByKey(erasure.log(), new Key.OfCommitId(id))
                .thenCompose(found -> found.filter(ErasureRecord::isIn)
                        .map(record -> CompletableFuture.completedStage(record.first()))
                        .orElseGet(() -> logs.commit(erasure.log(), request(null, erasure, done))
                                .thenCompose(Recording::numberOf)));
    }

    private static CompletionStage<SequenceNumber> numberOf(CommitOutcome outcome) {
        return outcome instanceof CommitOutcome.Committed committed
                ? CompletableFuture.completedFuture(committed.commit().first())
                : CompletableFuture.failedFuture(
                        new StorageUnavailable("the record of an erasure is not committed: " + outcome, null));
    }

    private static CommitRequest request(CommitId.@Nullable Chosen id, Erasure erasure, ErasureProgress done) {
        UncommittedEvent event = UncommittedEvent.of(
                ErasureRecord.TYPE,
                new EventSourceId(erasure.id().toString()),
                Content.json(content(erasure, done)),
                false);
        return new CommitRequest(id, context(erasure), CommitKind.SYSTEM, null, List.of(event), List.of(), null);
    }

    private static ExecutionContext context(Erasure erasure) {
        return new ExecutionContext(
                MicroserviceId.NOT_SET,
                erasure.log().tenant(),
                Version.NOT_SET,
                CorrelationId.SYSTEM,
                List.of(),
                Environment.UNDETERMINED,
                null);
    }

    private static Bytes content(Erasure erasure, ErasureProgress done) {
        ErasureRequest request = erasure.request();
        ObjectNode json = JSON.createObjectNode();
        json.put("erasure", erasure.id().toString());
        if (request.target() instanceof Target.OfProperties of) {
            json.put("eventType", of.type().value());
            ArrayNode names = json.putArray("properties");
            of.properties().keySet().forEach(names::add);
        }
        EventSourceId source = ErasureDocument.sourceOf(request.target());
        if (source != null) {
            json.put("eventSource", source.value());
        }
        json.put("before", erasure.before().value())
                .put("events", done.events())
                .put("commits", done.commits())
                .put("by", request.by())
                .put("reason", request.reason());
        return bytes(json);
    }

    private static Bytes bytes(ObjectNode json) {
        try {
            return Bytes.wrap(JSON.writeValueAsBytes(json));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of texts and numbers is always JSON", impossible);
        }
    }
}
