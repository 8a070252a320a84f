package io.pushmi.runtime.management.moving;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.pushmi.runtime.engines.mongodb.DolittleDatabase;
import io.pushmi.runtime.events.streams.StreamEvents;
import io.pushmi.runtime.storage.foreign.ForeignStore;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * A database as a Dolittle Runtime of version 9 writes it, written here by what its documents look like. It is on an
 * imitation of MongoDB in any case: those numbers are decimals, which not every server of the specifications has.
 */
public final class OldDatabase implements AutoCloseable {
    static final UUID NONE = new UUID(0, 0);
    static final UUID MICROSERVICE = UUID.fromString("f39b1f61-d360-4675-b859-53c05c87c0e6");
    static final UUID CORRELATION = UUID.fromString("5b9ad4a1-4e4d-4d3e-8d4e-6f5f6c1b2a01");
    public static final UUID OPENED = UUID.fromString("aaaaaaaa-0000-4000-8000-000000000001");
    static final UUID CLOSED = UUID.fromString("aaaaaaaa-0000-4000-8000-000000000002");
    static final Instant START = Instant.parse("2024-05-06T07:08:09.123Z");

    private static final byte UUID_SUBTYPE = 4;
    private static final byte OLD_UUID_SUBTYPE = 3;

    private final MongoServer server = new MongoServer(new MemoryBackend());
    private final String address = "mongodb://127.0.0.1:" + server.bind().getPort();
    private final MongoClient client = MongoClients.create(address);

    public String address() {
        return address;
    }

    public String name() {
        return "event_store";
    }

    ForeignStore open(TenantId tenant) {
        return DolittleDatabase.open(address, name(), tenant, StreamEvents.FILTER);
    }

    public void put(String collection, Document... documents) {
        for (Document document : documents) {
            await(in(collection).insertOne(document));
        }
    }

    void remove(String collection, Document filter) {
        await(in(collection).deleteOne(filter));
    }

    /** Changes what is there of the first document that it finds. */
    void set(String collection, Document filter, Document values) {
        await(in(collection).updateOne(filter, new Document("$set", values)));
    }

    private MongoCollection<Document> in(String collection) {
        return client.getDatabase(name()).getCollection(collection);
    }

    private static void await(Publisher<?> work) {
        Mono.from(work).block();
    }

    public static Document event(long number, UUID type, String source, Document content) {
        return new Document("_id", number(number))
                .append("ExecutionContext", context())
                .append(
                        "Metadata",
                        new Document("Occurred", at(number))
                                .append("EventSource", source)
                                .append("TypeId", uuid(type))
                                .append("TypeGeneration", 1L)
                                .append("Public", false))
                .append("Content", content);
    }

    public static Document event(long number, UUID type, String source) {
        return event(number, type, source, new Document("number", (int) number));
    }

    static Document publicEvent(long number, UUID type, String source) {
        Document event = event(number, type, source);
        event.get("Metadata", Document.class).put("Public", true);
        return event;
    }

    public static Document applied(Document event, UUID root, long version) {
        return event.append(
                "Aggregate",
                new Document("WasAppliedByAggregate", true)
                        .append("TypeId", uuid(root))
                        .append("TypeGeneration", 1L)
                        .append("Version", number(version)));
    }

    static Document fromHorizon(Document event, long externalNumber, UUID consent) {
        return event.append(
                "EventHorizon",
                new Document("FromEventHorizon", true)
                        .append("ExternalEventLogSequenceNumber", number(externalNumber))
                        .append("Received", Date.from(START.plusSeconds(3600)))
                        .append("Consent", uuid(consent)));
    }

    /** The copy of an event in a stream. */
    static Document inStream(long position, String partition, Document event) {
        Document copy = Document.parse("{}");
        copy.putAll(event);
        Document metadata = new Document(event.get("Metadata", Document.class));
        metadata.put("EventLogSequenceNumber", event.get("_id"));
        copy.put("_id", number(position));
        copy.put("Partition", partition);
        copy.put("Metadata", metadata);
        return copy;
    }

    static Document definition(UUID stream, boolean partitioned, boolean isPublic, String type) {
        return new Document("_id", uuid(stream))
                .append("Partitioned", partitioned)
                .append("Public", isPublic)
                .append("Filter", new Document("Type", type));
    }

    static Document aggregate(UUID root, String source, long version) {
        return new Document("EventSource", source)
                .append("AggregateType", uuid(root))
                .append("Version", number(version));
    }

    static Document processor(UUID processor, UUID source, long position, long inLog) {
        return new Document("EventProcessor", uuid(processor))
                .append("SourceStream", uuid(source))
                .append("Position", number(position))
                .append("EventLogPosition", number(inLog))
                .append("LastSuccessfullyProcessed", Date.from(START))
                .append("Partitioned", false)
                .append("RetryTime", Date.from(START))
                .append("FailureReason", "")
                .append("ProcessingAttempts", 0L)
                .append("IsFailing", false);
    }

    static Document partitioned(UUID processor, long position, long inLog, Document failing) {
        return new Document("EventProcessor", uuid(processor))
                .append("SourceStream", uuid(processor))
                .append("Position", number(position))
                .append("EventLogPosition", number(inLog))
                .append("LastSuccessfullyProcessed", Date.from(Instant.parse("0001-01-01T00:00:00Z")))
                .append("Partitioned", true)
                .append("FailingPartitions", failing);
    }

    static Document failing(long position, long inLog, Instant retry, String reason, long attempts) {
        return new Document("EventLogPosition", number(inLog))
                .append("Position", number(position))
                .append("RetryTime", Date.from(retry))
                .append("Reason", reason)
                .append("ProcessingAttempts", attempts)
                .append("LastFailed", Date.from(START.plusSeconds(5)));
    }

    private static Document context() {
        return new Document("Correlation", uuid(CORRELATION))
                .append("SpanId", new Binary(new byte[] {0, 0, 0, 0, 0, 0, 1, 2}))
                .append("Microservice", uuid(MICROSERVICE))
                .append("Tenant", uuid(TenantId.DEVELOPMENT.value()))
                .append(
                        "Version",
                        new Document("Major", 1)
                                .append("Minor", 2)
                                .append("Patch", 3)
                                .append("Build", 4)
                                .append("PreRelease", "rc"))
                .append("Environment", "Production")
                .append(
                        "Claims",
                        List.of(new Document("Name", "name")
                                .append("Value", "Ada")
                                .append("ValueType", "string")));
    }

    static Decimal128 number(long value) {
        return new Decimal128(value);
    }

    static Binary uuid(UUID value) {
        return new Binary(
                UUID_SUBTYPE,
                ByteBuffer.allocate(16)
                        .putLong(value.getMostSignificantBits())
                        .putLong(value.getLeastSignificantBits())
                        .array());
    }

    /** With the first three of its numbers the other way round, as it was done at first. */
    static Binary oldUuid(UUID value) {
        byte[] bytes = uuid(value).getData();
        int[] order = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
        byte[] swapped = new byte[bytes.length];
        for (int i = 0; i < order.length; i++) {
            swapped[i] = bytes[order[i]];
        }
        return new Binary(OLD_UUID_SUBTYPE, swapped);
    }

    private static Date at(long number) {
        return Date.from(START.plusSeconds(number));
    }

    @Override
    public void close() {
        client.close();
        server.shutdownNow();
    }
}
