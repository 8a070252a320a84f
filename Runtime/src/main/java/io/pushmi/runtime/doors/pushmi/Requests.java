package io.pushmi.runtime.doors.pushmi;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.pushmi.contracts.events.v1.AggregateReference;
import io.pushmi.contracts.events.v1.LogReference;
import io.pushmi.contracts.events.v1.ReadRequest;
import io.pushmi.runtime.artifacts.AggregateRootId;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.events.Direction;
import io.pushmi.runtime.events.EventFilter;
import io.pushmi.runtime.events.EventRange;
import io.pushmi.runtime.events.EventReading;
import io.pushmi.runtime.events.ReadLimit;
import io.pushmi.runtime.events.ReadableLog;
import io.pushmi.runtime.execution.CorrelationId;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StreamId;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.util.stream.Collectors;

/** What callers ask for. Fails with {@link MalformedRequest} where that is not what the contract says. */
final class Requests {
    private static final int MOST_FILTER_VALUES = 1000;

    private final EventReading reading;
    private final Tenants tenants;

    Requests(EventReading reading, Tenants tenants) {
        this.reading = reading;
        this.tenants = tenants;
    }

    /**
     * The log that a request names.
     *
     * @throws io.grpc.StatusRuntimeException if its tenant is not configured
     */
    ReadableLog log(boolean isSet, LogReference log) {
        LogId id = logId(isSet, log, tenants);
        return reading.log(id).orElseThrow(() -> notConfigured(id.tenant(), tenants));
    }

    /**
     * The id of the log that a request names to erase from, which is no stream.
     *
     * @throws io.grpc.StatusRuntimeException if its tenant is not configured
     */
    static LogId sourceId(boolean isSet, LogReference log, Tenants tenants) {
        if (!log.getStream().isEmpty() || !log.getPublicStream().isEmpty()) {
            throw new MalformedRequest(
                    log.getStream().isEmpty() ? "log.public_stream" : "log.stream",
                    "expected nothing, since what is erased from the log that a stream is made of goes from the stream"
                            + " by itself; found a stream");
        }
        return logId(isSet, log, tenants);
    }

    private static LogId logId(boolean isSet, LogReference log, Tenants tenants) {
        if (!isSet) {
            throw new MalformedRequest("log", "expected a LogReference, found nothing");
        }
        TenantId tenant = new TenantId(Fields.uuid(log.getTenant(), "log.tenant"));
        LogId id = new LogId(tenant, name(log));
        if (!tenants.contains(tenant)) {
            throw notConfigured(tenant, tenants);
        }
        return id;
    }

    private static LogName name(LogReference log) {
        ScopeId scope = scope(log);
        if (log.getPublicStream().isEmpty()) {
            return log.getStream().isEmpty()
                    ? LogName.ofScope(scope)
                    : LogName.ofStream(scope, new StreamId(Fields.uuid(log.getStream(), "log.stream")));
        }
        StreamId stream = new StreamId(Fields.uuid(log.getPublicStream(), "log.public_stream"));
        if (!log.getStream().isEmpty()) {
            throw new MalformedRequest(
                    "log.public_stream", "expected either this or log.stream, found both with public stream " + stream);
        }
        if (!scope.equals(ScopeId.DEFAULT)) {
            throw new MalformedRequest(
                    "log.scope", "expected nothing, since a public stream is named, found scope " + scope);
        }
        return LogName.ofPublicStream(stream);
    }

    private static ScopeId scope(LogReference log) {
        return log.getScope().isEmpty() ? ScopeId.DEFAULT : new ScopeId(Fields.uuid(log.getScope(), "log.scope"));
    }

    private static StatusRuntimeException notConfigured(TenantId tenant, Tenants tenants) {
        return Status.FAILED_PRECONDITION
                .withDescription("tenant " + tenant + " is not configured; configured are: "
                        + tenants.all().stream().map(TenantId::toString).collect(Collectors.joining(", ")))
                .asRuntimeException();
    }

    static EventRange range(ReadRequest request) {
        SequenceNumber from = Fields.position(request.getFrom(), "from");
        SequenceNumber to = request.hasTo() ? Fields.position(request.getTo(), "to") : null;
        if (to != null && to.isBefore(from)) {
            throw new MalformedRequest("to", "expected a position not before from, which is " + from + ", found " + to);
        }
        return new EventRange(from, to, direction(request));
    }

    static ReadLimit limit(ReadRequest request) {
        return new ReadLimit(
                Fields.limit(request.getMaxEvents(), "max_events"), Fields.limit(request.getMaxBytes(), "max_bytes"));
    }

    static EventFilter filter(io.pushmi.contracts.events.v1.EventFilter filter) {
        int values = filter.getEventTypesCount()
                + filter.getEventSourcesCount()
                + filter.getAggregatesCount()
                + filter.getCorrelationsCount()
                + filter.getPartitionsCount();
        if (values > MOST_FILTER_VALUES) {
            throw new MalformedRequest(
                    "filter", "expected at most " + MOST_FILTER_VALUES + " values in all, found " + values);
        }
        return new EventFilter(
                Fields.all(
                        filter.getEventTypesList(),
                        "filter.event_types",
                        (id, field) -> new EventTypeId(Fields.notEmpty(id, field))),
                Fields.all(filter.getEventSourcesList(), "filter.event_sources", (id, field) -> new EventSourceId(id)),
                Fields.all(filter.getAggregatesList(), "filter.aggregates", Requests::aggregate),
                Fields.all(
                        filter.getCorrelationsList(),
                        "filter.correlations",
                        (id, field) -> new CorrelationId(Fields.uuid(id, field))),
                Fields.all(filter.getPartitionsList(), "filter.partitions", (id, field) -> new PartitionId(id)),
                filter.getIncludeSystem());
    }

    private static AggregateId aggregate(AggregateReference aggregate, String field) {
        return new AggregateId(
                new AggregateRootId(Fields.notEmpty(aggregate.getRoot(), field + ".root")),
                new EventSourceId(aggregate.getSource()));
    }

    private static Direction direction(ReadRequest request) {
        return switch (request.getDirection()) {
            case DIRECTION_UNSPECIFIED, DIRECTION_FORWARD -> Direction.FORWARD;
            case DIRECTION_BACKWARD -> Direction.BACKWARD;
            case UNRECOGNIZED ->
                throw new MalformedRequest(
                        "direction", "expected one that the contract names, found " + request.getDirectionValue());
        };
    }
}
