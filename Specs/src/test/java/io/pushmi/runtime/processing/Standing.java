package io.pushmi.runtime.processing;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Processors and how they stand; what is not said has nothing remarkable about it. */
public final class Standing {
    public static final UUID TYPE = UUID.fromString("1a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d");
    public static final ProcessorId HANDLER = handler("b1bc4c0b-9c0a-4c9d-8b1c-9a8f7e6d5c4b");
    public static final ProcessorId OTHER_HANDLER = handler("77777777-9c0a-4c9d-8b1c-9a8f7e6d5c4b");
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private Standing() {}

    public static ProcessorId handler(String id) {
        return new ProcessorId(ProcessorKind.EVENT_HANDLER, ScopeId.DEFAULT, UUID.fromString(id));
    }

    /** A partitioned processor of one type of event. */
    public static ProcessorDefinition partitioned(ProcessorId id, @Nullable String alias) {
        return new ProcessorDefinition(
                id, alias, Selection.of(Set.of(new EventTypeId(TYPE.toString()))), true, 1, StartFrom.FIRST, null);
    }

    /** One that takes its events one at a time. */
    public static ProcessorDefinition sequential(ProcessorId id, @Nullable String alias) {
        return ProcessorDefinition.sequential(id, alias, Selection.of(Set.of(new EventTypeId(TYPE.toString()))));
    }

    /** One that is done with all of its seven events, of nine in the log. */
    public static ProcessorStatus done(ProcessorId id, TenantId tenant) {
        return new ProcessorStatus(
                id, tenant, new SequenceNumber(9), 7, true, NOW, List.of(), ProcessorStatus.Lag.NONE);
    }

    /** One that handled nothing yet. */
    public static ProcessorStatus fresh(ProcessorId id, TenantId tenant) {
        return new ProcessorStatus(
                id,
                tenant,
                SequenceNumber.FIRST,
                0,
                true,
                null,
                List.of(),
                new ProcessorStatus.Lag(9, Duration.ofHours(2)));
    }

    /** One with troubled partitions. */
    public static ProcessorStatus troubled(
            ProcessorId id, TenantId tenant, boolean isPartitioned, PartitionStatus... troubled) {
        return new ProcessorStatus(
                id,
                tenant,
                new SequenceNumber(9),
                7,
                isPartitioned,
                NOW,
                List.of(troubled),
                new ProcessorStatus.Lag(6, Duration.ofMinutes(3)));
    }

    /** A partition that failed three times at event 3, which is its processor's second one. */
    public static PartitionStatus failing(String partition, String reason, @Nullable Instant nextTry) {
        return new PartitionStatus(
                new PartitionId(partition),
                new SequenceNumber(3),
                2,
                PartitionStatus.State.FAILING,
                reason,
                3,
                NOW.minusSeconds(10),
                nextTry);
    }

    /** A partition that is behind, at event 5. */
    public static PartitionStatus parked(String partition) {
        return new PartitionStatus(
                new PartitionId(partition),
                new SequenceNumber(5),
                4,
                PartitionStatus.State.PARKED,
                "behind",
                0,
                null,
                null);
    }
}
