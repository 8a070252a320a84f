package io.pushmi.runtime.events.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.storage.StreamId;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which materialised streams there are. A stream is remembered before it has events, and for good. May be used
 * by any number of threads; everything fails as {@link StateStorage} does.
 */
public final class StreamDefinitions {
    /** The collection that has a document for each stream. */
    public static final String COLLECTION = "stream-definitions";

    private static final int DOCUMENTS_AT_A_TIME = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StateStorage states;

    public StreamDefinitions(StateStorage states) {
        this.states = states;
    }

    /** What is remembered of the stream that is this log. */
    public CompletionStage<Optional<StreamDefinition>> find(LogId stream) {
        return states.get(nameOf(stream)).thenApply(found -> found.map(StreamDefinitions::decode));
    }

    /** Every stream that is made of the log. */
    public CompletionStage<List<StreamDefinition>> madeOf(LogId source) {
        return madeOf(source, null, new ArrayList<>());
    }

    /** Durable when the stage completes. Whatever was remembered of the same log before no longer counts. */
    public CompletionStage<Void> save(TenantId tenant, StreamDefinition definition) {
        StateName name = nameOf(new LogId(tenant, definition.name()));
        return states.get(name)
                .thenCompose(found -> found.map(StreamDefinitions::decode)
                                .filter(definition::equals)
                                .isPresent()
                        ? CompletableFuture.completedFuture(null)
                        : put(name, found.map(StateDocument::revision).orElse(Revision.ABSENT), definition));
    }

    private CompletionStage<Void> put(StateName name, Revision revision, StreamDefinition definition) {
        return states.change(List.of(new StateChange.Put(name, revision, encode(definition))))
                .thenAccept(results -> {
                    if (!(results.get(0) instanceof StateResult.Changed)) {
                        throw new StorageUnavailable(
                                "the state document " + name + " was changed by somebody else", null);
                    }
                });
    }

    private CompletionStage<List<StreamDefinition>> madeOf(
            LogId source, @Nullable String after, List<StreamDefinition> found) {
        return states.list(source.tenant(), COLLECTION, after, DOCUMENTS_AT_A_TIME)
                .thenCompose(page -> {
                    page.documents().stream()
                            .map(StreamDefinitions::decode)
                            .filter(definition -> definition.source().equals(source.name()))
                            .forEach(found::add);
                    return page.next() == null
                            ? CompletableFuture.completedFuture(found)
                            : madeOf(source, page.next(), found);
                });
    }

    /** The document that remembers a stream. */
    public static StateDocument document(TenantId tenant, StreamDefinition definition) {
        return new StateDocument(nameOf(new LogId(tenant, definition.name())), Revision.ABSENT, encode(definition));
    }

    private static StateName nameOf(LogId stream) {
        LogName name = stream.name();
        return new StateName(stream.tenant(), COLLECTION, name.value());
    }

    private static Bytes encode(StreamDefinition definition) {
        try {
            return Bytes.wrap(JSON.writeValueAsBytes(JSON.createObjectNode()
                    .put("scope", definition.scope().toString())
                    .put("id", definition.id().toString())
                    .put("kind", definition.kind().name())));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of texts is always JSON", impossible);
        }
    }

    private static StreamDefinition decode(StateDocument document) {
        try {
            JsonNode json = JSON.readTree(document.content().array());
            return new StreamDefinition(
                    new ScopeId(UUID.fromString(json.required("scope").asText())),
                    new StreamId(UUID.fromString(json.required("id").asText())),
                    StreamKind.valueOf(json.required("kind").asText()));
        } catch (IOException | IllegalArgumentException notOurs) {
            throw new StorageDamaged("the state document " + document.name() + " defines no stream", notOurs);
        }
    }
}
