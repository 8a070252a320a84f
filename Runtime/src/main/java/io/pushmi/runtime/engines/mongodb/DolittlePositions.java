package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StreamId;
import io.pushmi.runtime.storage.foreign.CannotBeMoved;
import io.pushmi.runtime.storage.foreign.ForeignFailure;
import io.pushmi.runtime.storage.foreign.ForeignProcessor;
import io.pushmi.runtime.storage.foreign.ForeignProcessor.Kind;
import io.pushmi.runtime.storage.foreign.ForeignStream;
import io.pushmi.runtime.storage.foreign.ForeignSubscription;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bson.BsonBoolean;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.types.Decimal128;

/** How far the processors and subscriptions of a Dolittle database are. */
final class DolittlePositions {
    private static final UUID EVENT_LOG = new UUID(0, 0);
    private static final PartitionId ALL = new PartitionId("");

    private final DolittleSource source;
    private final DolittleStreams streams;
    private final List<DolittleCollection> collections;

    DolittlePositions(DolittleSource source, DolittleStreams streams, List<DolittleCollection> collections) {
        this.source = source;
        this.streams = streams;
        this.collections = collections;
    }

    /** Nothing where it is the part of a handler that versions before 9 kept for themselves. */
    Optional<ForeignProcessor> processor(DolittleCollection collection, BsonDocument bson) {
        UUID id = new DolittleDocument("a document in " + collection.name(), bson).uuid("EventProcessor");
        DolittleDocument document = new DolittleDocument("processor " + id + " in " + collection.name(), bson);
        Optional<Kind> kind = kind(document, collection.scope(), id);
        return kind.map(
                found -> processor(found, document, new DolittleStreams.Id(collection.scope(), new StreamId(id))));
    }

    private Optional<Kind> kind(DolittleDocument document, ScopeId scope, UUID id) {
        UUID reads = document.uuid("SourceStream");
        if (reads.equals(id)) {
            return Optional.of(Kind.EVENT_HANDLER);
        }
        if (!reads.equals(EVENT_LOG)) {
            throw new CannotBeMoved(document.where() + ": it reads stream " + reads
                    + ", expected the event log or a handler's own; remove the document if nothing needs it");
        }
        DolittleStreams.Id stream = new DolittleStreams.Id(scope, new StreamId(id));
        ForeignStream made = streams.ofFilter(stream);
        if (made == null) {
            return Optional.empty();
        }
        return Optional.of(made.isPublic() ? Kind.PUBLIC_FILTER : Kind.FILTER);
    }

    private ForeignProcessor processor(Kind kind, DolittleDocument document, DolittleStreams.Id id) {
        boolean partitioned = kind == Kind.EVENT_HANDLER && document.flag("Partitioned");
        SequenceNumber next = positionInLog(kind, document, id);
        List<ForeignFailure> failures = new ArrayList<>();
        DolittleDocument partitions = document.findPart("FailingPartitions");
        if (partitions != null) {
            for (Map.Entry<String, DolittleDocument> partition : partitions.named()) {
                failures.add(failure(
                        new PartitionId(partition.getKey()),
                        positionInLog(kind, partition.getValue(), id),
                        partition.getValue(),
                        "Reason"));
            }
        }
        if (document.flag("IsFailing")) {
            failures.add(failure(ALL, next, document, "FailureReason"));
        }
        return new ForeignProcessor(
                kind,
                id.scope(),
                id.stream().value(),
                partitioned,
                next,
                streamPosition(kind, document, next),
                document.instantUnlessNever("LastSuccessfullyProcessed"),
                failures);
    }

    /** A filter counts in the event log; here a public one counts the public events, which are all that it gets. */
    private long streamPosition(Kind kind, DolittleDocument document, SequenceNumber next) {
        return switch (kind) {
            case EVENT_HANDLER -> document.number("Position");
            case FILTER -> next.value();
            case PUBLIC_FILTER ->
                source.count(
                        DolittleCollection.EVENT_LOG,
                        new BsonDocument("Metadata.Public", BsonBoolean.TRUE)
                                .append(
                                        "_id",
                                        new BsonDocument("$lt", new BsonDecimal128(new Decimal128(next.value())))));
        };
    }

    private static ForeignFailure failure(
            PartitionId partition, SequenceNumber position, DolittleDocument failing, String reason) {
        return new ForeignFailure(
                partition,
                position,
                failing.number("Position"),
                failing.text(reason),
                (int) Math.min(Integer.MAX_VALUE, failing.number("ProcessingAttempts", 0)),
                failing.instantUnlessNever("LastFailed"),
                failing.instantUnlessNever("RetryTime"));
    }

    /** Versions before 9 counted in the stream of the handler; what they counted is looked up there. */
    private SequenceNumber positionInLog(Kind kind, DolittleDocument document, DolittleStreams.Id id) {
        long inLog = document.number("EventLogPosition", 0);
        long inStream = document.number("Position");
        if (inLog > 0 || inStream == 0) {
            return new SequenceNumber(inLog);
        }
        return kind == Kind.EVENT_HANDLER ? lookUp(document, id, inStream) : new SequenceNumber(inStream);
    }

    private SequenceNumber lookUp(DolittleDocument document, DolittleStreams.Id id, long inStream) {
        String stream = collections.stream()
                .filter(each -> each.kind() == DolittleCollection.Kind.STREAM
                        && each.scope().equals(id.scope())
                        && each.stream().equals(id.stream()))
                .map(DolittleCollection::name)
                .findFirst()
                .orElseThrow(() -> unknown(document, inStream, "its stream is not there any more"));
        BsonDocument from =
                new BsonDocument("_id", new BsonDocument("$gte", new BsonDecimal128(new Decimal128(inStream))));
        BsonDocument following = source.first(stream, from);
        if (following != null) {
            return numberInLog(stream, following);
        }
        BsonDocument last = source.last(stream, new BsonDocument());
        if (last == null) {
            throw unknown(document, inStream, "its stream " + stream + " is empty");
        }
        return numberInLog(stream, last).plus(1);
    }

    private static CannotBeMoved unknown(DolittleDocument document, long inStream, String why) {
        return new CannotBeMoved(document.where() + ": it has handled " + inStream
                + " events, but does not say up to where in the event log, and " + why
                + "; connect it to a Runtime of version 9 once, which puts that down, or remove the document to let it"
                + " begin anew");
    }

    private static SequenceNumber numberInLog(String stream, BsonDocument event) {
        return new DolittleDocument("an event in " + stream, event)
                .part("Metadata")
                .position("EventLogSequenceNumber");
    }

    static ForeignSubscription subscription(DolittleCollection collection, BsonDocument bson) {
        DolittleDocument document = new DolittleDocument("a subscription in " + collection.name(), bson);
        return new ForeignSubscription(
                collection.scope(),
                new MicroserviceId(document.uuid("Microservice")),
                new TenantId(document.uuid("Tenant")),
                new StreamId(document.uuid("Stream")),
                new PartitionId(document.textOrUuid("Partition")),
                document.position("Position"),
                document.instantUnlessNever("LastSuccessfullyProcessed"));
    }
}
