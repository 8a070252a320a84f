package io.pushmi.runtime.processing;

import io.pushmi.runtime.processing.PartitionStatus.State;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.foreign.ForeignFailure;
import io.pushmi.runtime.storage.foreign.ForeignProcessor;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A processor that was at work elsewhere, in the documents by which it goes on here. */
public final class ArrivingProcessor {
    private static final long FIRST_RUN = 0;
    private static final long FIRST_EDITION = 0;

    private ArrivingProcessor() {}

    /**
     * Its documents, to be written in this order: the position last, since partitions count only together with it. When a
     * processor of the same kind, scope and id is registered it begins where the documents say.
     */
    public static Map<StateName, Bytes> documents(TenantId tenant, ForeignProcessor processor) {
        ProcessorId id = new ProcessorId(kind(processor.kind()), processor.scope(), processor.id());
        Map<StateName, Bytes> documents = new LinkedHashMap<>();
        PartitionStatus failing = null;
        for (ForeignFailure failure : processor.failures()) {
            PartitionStatus status = status(failure);
            if (processor.partitioned()) {
                documents.put(
                        SavedPartition.nameOf(tenant, id, failure.partition()),
                        new SavedPartition(status, FIRST_RUN, Fence.NONE.number()).encode());
            } else {
                failing = status;
            }
        }
        documents.put(
                SavedPosition.nameOf(tenant, id), position(processor, failing).encode());
        return documents;
    }

    /** The collections in which such documents are. */
    public static boolean isIn(String collection) {
        return collection.equals(SavedPosition.COLLECTION) || collection.startsWith(SavedPartition.COLLECTIONS);
    }

    private static SavedPosition position(ForeignProcessor processor, @Nullable PartitionStatus failing) {
        return new SavedPosition(
                processor.next(),
                processor.streamPosition(),
                FIRST_EDITION,
                FIRST_RUN,
                processor.lastHandled(),
                failing,
                Fence.NONE);
    }

    private static PartitionStatus status(ForeignFailure failure) {
        return new PartitionStatus(
                failure.partition(),
                failure.position(),
                failure.streamPosition(),
                failure.attempts() == 0 ? State.PARKED : State.FAILING,
                failure.reason(),
                failure.attempts(),
                failure.lastFailed(),
                failure.nextTry());
    }

    private static ProcessorKind kind(ForeignProcessor.Kind kind) {
        return switch (kind) {
            case EVENT_HANDLER -> ProcessorKind.EVENT_HANDLER;
            case FILTER -> ProcessorKind.FILTER;
            case PUBLIC_FILTER -> ProcessorKind.PUBLIC_FILTER;
        };
    }
}
