package io.pushmi.runtime.management.moving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushmi.runtime.events.streams.StreamDefinition;
import io.pushmi.runtime.events.streams.StreamDefinitions;
import io.pushmi.runtime.events.streams.StreamKind;
import io.pushmi.runtime.processing.ArrivingProcessor;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.foreign.ForeignStore;
import io.pushmi.runtime.storage.foreign.ForeignStream;
import io.pushmi.runtime.storage.foreign.ForeignSubscription;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The state documents that another store's streams, processors and subscriptions become here. For one thread.
 *
 * @param all in the order in which they are to be written
 */
record ForeignDocuments(TenantId tenant, Map<StateName, Bytes> all) {
    /** Has a document for each subscription, for the event horizon to go on from. */
    static final String SUBSCRIPTIONS = "event-horizon-subscriptions";

    /** What a Runtime writes before it has any events: clients say it anew each time. */
    private static final Set<String> HARMLESS = Set.of("event-types", "aggregate-roots");

    private static final int BATCH = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads everything that is not an event. */
    static ForeignDocuments of(ForeignStore source, TenantId tenant) {
        Map<StateName, Bytes> documents = new LinkedHashMap<>();
        for (ForeignStream stream : source.streams()) {
            StateDocument document = StreamDefinitions.document(
                    tenant, new StreamDefinition(stream.scope(), stream.id(), kindOf(stream)));
            documents.put(document.name(), document.content());
        }
        source.processors(processor -> documents.putAll(ArrivingProcessor.documents(tenant, processor)));
        source.subscriptions(subscription -> documents.put(nameOf(tenant, subscription), contentOf(subscription)));
        return new ForeignDocuments(tenant, documents);
    }

    /** @throws MoveRefused if the store has others of these kinds, or of kinds that only a Runtime at work writes */
    void requireNoOthers(OpenStore store) {
        for (String collection : StoredDocuments.collections(store, tenant)) {
            if (HARMLESS.contains(collection)) {
                continue;
            }
            StoredDocuments stored = new StoredDocuments(store, tenant, collection);
            for (StateDocument found = stored.next(); found != null; found = stored.next()) {
                requireOurs(found);
            }
        }
    }

    /** Writes what is not there, one collection before the next; all of it is durable when this returns. */
    void write(OpenStore store) {
        List<StateChange> batch = new ArrayList<>();
        all.forEach((name, content) -> {
            boolean isNext =
                    !batch.isEmpty() && !batch.get(0).name().collection().equals(name.collection());
            if (isNext || batch.size() == BATCH) {
                write(batch, store);
            }
            batch.add(new StateChange.Put(name, Revision.ABSENT, content));
        });
        if (!batch.isEmpty()) {
            write(batch, store);
        }
    }

    private void write(List<StateChange> batch, OpenStore store) {
        List<StateResult> results = store.waiting().await(store.states().change(batch));
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof StateResult.Conflict) {
                requireThere(store, batch.get(i).name());
            }
        }
        batch.clear();
    }

    /** Reads all of them back. */
    void verify(OpenStore store) {
        all.keySet().forEach(name -> requireThere(store, name));
    }

    private void requireThere(OpenStore store, StateName name) {
        Optional<StateDocument> found = store.waiting().await(store.states().get(name));
        if (found.isEmpty()) {
            throw new MoveRefused("the state document " + name
                    + " is gone: expected nobody to use the store while it is" + " imported into");
        }
        requireOurs(found.get());
    }

    private void requireOurs(StateDocument found) {
        if (!Objects.equals(found.content(), all.get(found.name()))) {
            throw new MoveRefused("the store has the state document " + found.name()
                    + " already, and not as it would be imported: expected an empty store, or one that the same database"
                    + " was partly imported into");
        }
    }

    private static StreamKind kindOf(ForeignStream stream) {
        if (stream.isPublic()) {
            return StreamKind.PUBLIC;
        }
        return stream.partitioned() ? StreamKind.PARTITIONED : StreamKind.PRIVATE;
    }

    private static StateName nameOf(TenantId tenant, ForeignSubscription subscription) {
        return new StateName(
                tenant,
                SUBSCRIPTIONS,
                subscription.scope() + "/" + subscription.producer() + "/" + subscription.producerTenant() + "/"
                        + subscription.stream() + "/" + subscription.partition());
    }

    private static Bytes contentOf(ForeignSubscription subscription) {
        ObjectNode json = JSON.createObjectNode()
                .put("scope", subscription.scope().toString())
                .put("producer", subscription.producer().toString())
                .put("producerTenant", subscription.producerTenant().toString())
                .put("stream", subscription.stream().toString())
                .put("partition", subscription.partition().value())
                .put("next", subscription.next().value())
                .put(
                        "lastReceived",
                        subscription.lastReceived() == null
                                ? null
                                : subscription.lastReceived().toString());
        try {
            return Bytes.wrap(JSON.writeValueAsBytes(json));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of texts and numbers is always JSON", impossible);
        }
    }
}
