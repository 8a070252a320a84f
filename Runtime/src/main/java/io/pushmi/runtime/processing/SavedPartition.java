package io.pushmi.runtime.processing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.tenancy.TenantId;

/**
 * A troubled partition, as its state document has it. It is done with everything before its position, wherever the
 * processor's own position is.
 *
 * @param run the run of the processor that this belongs to
 * @param fence the number under which it was written, as in {@link Fence}
 */
record SavedPartition(PartitionStatus status, long run, long fence) {
    static final String COLLECTIONS = "processor-partitions/";

    private static final String PREFIX = "p";

    static String collectionOf(ProcessorId id) {
        return COLLECTIONS + id;
    }

    static StateName nameOf(TenantId tenant, ProcessorId id, PartitionId partition) {
        return new StateName(tenant, collectionOf(id), PREFIX + partition.value());
    }

    /** Whether it belongs to a processor at that position. */
    boolean countsFor(SavedPosition position) {
        return run == position.run() && fence >= position.fence().number();
    }

    Bytes encode() {
        ObjectNode json = StateJson.object().put("run", run);
        StateJson.write(status, json);
        new Fence(fence, 0).write(json);
        return StateJson.encode(json);
    }

    /** Fails with {@link io.pushmi.runtime.storage.StorageDamaged} if it is something else. */
    static SavedPartition decode(StateDocument document) {
        PartitionId partition = new PartitionId(document.name().name().substring(PREFIX.length()));
        return StateJson.decode(
                document,
                json -> new SavedPartition(
                        StateJson.status(partition, json),
                        json.required("run").longValue(),
                        Fence.read(json).number()));
    }
}
