package io.pushmi.runtime.doors.pushmi;

import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.ProcessorStatus;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A processor of another Runtime that was connected there.
 *
 * @param alias a name for people; empty if its client gave none
 * @param partitioned whether a failing event holds up only its own partition
 * @param eventTypes the ids of the types that it gets; empty for all
 * @param tenants how it stood for each
 */
public record ShownProcessor(
        ProcessorId id, String alias, boolean partitioned, List<String> eventTypes, List<Standing> tenants) {
    /**
     * How it stood for one tenant.
     *
     * @param position as {@link ProcessorStatus#position}
     * @param streamPosition as {@link ProcessorStatus#streamPosition}
     * @param lastHandled when it last succeeded with an event, if it ever did
     * @param failing how many partitions were failing
     * @param parked how many were only behind the others
     * @param lag how far it was behind the end of the log
     */
    public record Standing(
            TenantId tenant,
            SequenceNumber position,
            long streamPosition,
            @Nullable Instant lastHandled,
            int failing,
            int parked,
            ProcessorStatus.Lag lag) {}
}
