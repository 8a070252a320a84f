package io.pushmi.runtime.processing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushmi.runtime.processing.HeldState.Change;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The events that processors gave up, a document each, which stay for good. Used by any thread; fails as the store does. */
final class Skips {
    private static final int PAGE = 500;

    private final StateStorage states;

    Skips(StateStorage states) {
        this.states = states;
    }

    /** Puts it down; durable when the stage completes. An event that is given up again is put down anew. */
    CompletionStage<Void> put(TenantId tenant, ProcessorId processor, SkippedEvent skipped) {
        // The names sort as the numbers do.
        String number = String.format(Locale.ROOT, "%020d", skipped.position().value());
        StateName name = new StateName(tenant, collectionOf(processor), number);
        return states.get(name).thenCompose(found -> {
            Revision revision = found.map(StateDocument::revision).orElse(Revision.ABSENT);
            return HeldState.make(states, List.of(new Change(new HeldState(name, revision), encode(skipped))));
        });
    }

    /** All of a processor, in the order of their positions. */
    CompletionStage<List<SkippedEvent>> list(TenantId tenant, ProcessorId processor) {
        return list(tenant, processor, null, new ArrayList<>());
    }

    private CompletionStage<List<SkippedEvent>> list(
            TenantId tenant, ProcessorId processor, @Nullable String after, List<SkippedEvent> read) {
        return states.list(tenant, collectionOf(processor), after, PAGE).thenCompose(page -> {
            page.documents().forEach(document -> read.add(decode(document)));
            return page.next() == null
                    ? CompletableFuture.completedFuture(read)
                    : list(tenant, processor, page.next(), read);
        });
    }

    private static String collectionOf(ProcessorId processor) {
        return "processor-skips/" + processor;
    }

    private static Bytes encode(SkippedEvent skipped) {
        ObjectNode json = StateJson.object();
        json.put("position", skipped.position().value())
                .put("partition", skipped.partition().value())
                .put("by", skipped.skip().by())
                .put("reason", skipped.skip().reason())
                .put("when", StateJson.text(skipped.when()));
        return StateJson.encode(json);
    }

    private static SkippedEvent decode(StateDocument document) {
        return StateJson.decode(
                document,
                json -> new SkippedEvent(
                        new SequenceNumber(json.required("position").longValue()),
                        new PartitionId(json.required("partition").textValue()),
                        new Skip(
                                json.required("by").textValue(),
                                json.required("reason").textValue()),
                        Instant.parse(json.required("when").textValue())));
    }
}
