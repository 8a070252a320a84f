package io.pushmi.runtime.processing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a processor of one tenant is, as its state document has it.
 *
 * @param next everything before is done, or belongs to a troubled partition
 * @param streamPosition how many events before that the processor gets
 * @param edition which of its target's results this belongs to
 * @param run how often it was moved to another place; troubled partitions of another run do not count
 * @param lastHandled when it last succeeded, if it did
 * @param failing for a processor without partitions: the event that it cannot get past
 * @param fence whose it is
 */
record SavedPosition(
        SequenceNumber next,
        long streamPosition,
        long edition,
        long run,
        @Nullable Instant lastHandled,
        @Nullable PartitionStatus failing,
        Fence fence) {
    static final PartitionId ALL = new PartitionId("");
    static final String COLLECTION = "processors";

    static StateName nameOf(TenantId tenant, ProcessorId id) {
        return new StateName(tenant, COLLECTION, id.toString());
    }

    SavedPosition with(Fence other) {
        return new SavedPosition(next, streamPosition, edition, run, lastHandled, failing, other);
    }

    Bytes encode() {
        ObjectNode json = StateJson.object();
        json.put("next", next.value())
                .put("streamPosition", streamPosition)
                .put("edition", edition)
                .put("run", run)
                .put("lastHandled", StateJson.text(lastHandled));
        if (failing != null) {
            StateJson.write(failing, json.putObject("failing"));
        }
        fence.write(json);
        return StateJson.encode(json);
    }

    /** Fails with {@link io.pushmi.runtime.storage.StorageDamaged} if it is something else. */
    static SavedPosition decode(StateDocument document) {
        return StateJson.decode(document, json -> {
            JsonNode failing = json.get("failing");
            return new SavedPosition(
                    new SequenceNumber(json.required("next").longValue()),
                    json.required("streamPosition").longValue(),
                    json.required("edition").longValue(),
                    json.required("run").longValue(),
                    StateJson.instant(json, "lastHandled"),
                    failing == null ? null : StateJson.status(ALL, failing),
                    Fence.read(json));
        });
    }
}
