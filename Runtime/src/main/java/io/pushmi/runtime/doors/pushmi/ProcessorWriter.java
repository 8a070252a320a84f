package io.pushmi.runtime.doors.pushmi;

import com.google.protobuf.Duration;
import io.pushmi.contracts.management.v1.ConnectedProcessor;
import io.pushmi.contracts.management.v1.ListSkippedEventsResponse;
import io.pushmi.contracts.management.v1.ProcessorStanding;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.processing.PartitionStatus;
import io.pushmi.runtime.processing.ProcessorDefinition;
import io.pushmi.runtime.processing.ProcessorStatus;
import io.pushmi.runtime.processing.SkippedEvent;
import java.util.List;

/** Processors as messages. */
final class ProcessorWriter {
    private ProcessorWriter() {}

    static ConnectedProcessor write(ProcessorDefinition definition, List<ProcessorStatus> statuses) {
        ConnectedProcessor.Builder written = ConnectedProcessor.newBuilder()
                .setProcessor(ProcessorFields.reference(definition.id()))
                .setPartitioned(definition.partitioned())
                .setConcurrency(definition.concurrency());
        if (definition.alias() != null) {
            written.setAlias(definition.alias());
        }
        definition.selection().types().stream().map(EventTypeId::value).sorted().forEach(written::addEventTypes);
        statuses.stream().map(ProcessorWriter::write).forEach(written::addTenants);
        return written.build();
    }

    private static ProcessorStanding write(ProcessorStatus status) {
        int failing = (int) status.troubled().stream()
                .filter(partition -> partition.state() == PartitionStatus.State.FAILING)
                .count();
        ProcessorStanding.Builder written = ProcessorStanding.newBuilder()
                .setTenant(status.tenant().toString())
                .setPosition(status.position().value())
                .setStreamPosition(status.streamPosition())
                .setFailing(failing)
                .setParked(status.troubled().size() - failing)
                .setLagEvents(status.lag().events())
                .setLagAge(duration(status.lag().age()))
                .setStandsBy(status.standsBy());
        if (status.lastHandled() != null) {
            written.setLastHandled(CommitWriter.timestamp(status.lastHandled()));
        }
        return written.build();
    }

    private static Duration duration(java.time.Duration span) {
        return Duration.newBuilder()
                .setSeconds(span.toSeconds())
                .setNanos(span.toNanosPart())
                .build();
    }

    static ListSkippedEventsResponse write(List<SkippedEvent> events) {
        ListSkippedEventsResponse.Builder response = ListSkippedEventsResponse.newBuilder();
        for (SkippedEvent event : events) {
            response.addEvents(io.pushmi.contracts.management.v1.SkippedEvent.newBuilder()
                    .setPosition(event.position().value())
                    .setPartition(event.partition().value())
                    .setBy(event.skip().by())
                    .setReason(event.skip().reason())
                    .setSkipped(CommitWriter.timestamp(event.when())));
        }
        return response.build();
    }
}
