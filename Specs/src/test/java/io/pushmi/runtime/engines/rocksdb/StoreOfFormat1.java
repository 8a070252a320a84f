package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.artifacts.AggregateRootId;
import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.artifacts.Generation;
import io.pushmi.runtime.execution.Claim;
import io.pushmi.runtime.execution.CorrelationId;
import io.pushmi.runtime.execution.Environment;
import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.execution.SpanId;
import io.pushmi.runtime.execution.Version;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.AppliedBy;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Checkpoint;
import io.pushmi.runtime.storage.CheckpointName;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.ConsentId;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.ContentType;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventId;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.Origin;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StorageEngine;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is in the store that was kept from format version 1. Every value is written out here, so that nothing else can
 * change what it says; it is never changed itself.
 */
final class StoreOfFormat1 {
    static final LogId MAIN = log("445f8ea8-1a6f-40d7-b2fc-796dba92dc44", "event-log");
    static final LogId SCOPED =
            log("445f8ea8-1a6f-40d7-b2fc-796dba92dc44", "scope-5d1c6f0e-8a53-4a0b-9b0f-0c6f2c1b7e90");
    static final LogId STREAM = log("900893e7-c4cc-4873-8032-884e965e4b97", "stream \u00fcber \uD83D\uDE00 \uD800");

    static final AggregateId ORDER = aggregate("2d3d9b6e-0f3b-4c0e-9f1c-6a1a5d0c7b01", "order-1");
    static final AggregateId BASKET = aggregate("a root of another door", "");

    static final StateName POSITION = state("positions", "handler/1");
    static final StateName LEASE = state("leases", "\u00e9l\u00e8ve");
    static final StateName REMOVED = state("leases", "removed");

    private static final Instant BEGINNING = Instant.parse("2026-11-21T09:30:00.123456789Z");
    private static final Content WHOLE = json("{\"dish\":\"Taco\",\"guest\":\"gone\"}");
    private static final Content REDACTED = new Content.Redacted(Bytes.utf8("{\"dish\":\"Taco\"}"), ContentType.JSON);
    private static final Content OLD_CONTENT = json("{\"gone\":true}");

    private StoreOfFormat1() {}

    /** All logs, in the order in which they began, with the commits of each as they are to be read. */
    static Map<LogId, List<Commit>> logs() {
        Map<LogId, List<Commit>> logs = new LinkedHashMap<>();
        logs.put(MAIN, main(REDACTED, Content.ERASED));
        logs.put(SCOPED, scoped());
        logs.put(STREAM, stream());
        return logs;
    }

    static List<StateDocument> documents() {
        return List.of(
                new StateDocument(POSITION, new Revision(4), Bytes.utf8("{\"position\":7}")),
                new StateDocument(LEASE, new Revision(2), Bytes.wrap(new byte[] {0, -1, 127})));
    }

    static List<AggregateState> aggregates() {
        return List.of(stateOf(ORDER, 5, 3, 8), stateOf(BASKET, 1, 1, 4));
    }

    /** Writes it in two sittings, so that part of it is in tables and part of it in the write-ahead log. */
    static void write(Path folder) {
        RocksDbSettings settings = RocksDbSettings.in(folder).withMemoryBudget(8L << 20);
        List<Commit> main = main(WHOLE, OLD_CONTENT);
        try (RocksDbEngine engine = RocksDbEngine.open(settings)) {
            append(engine, MAIN, main.subList(0, 4));
            append(engine, SCOPED, scoped().subList(0, 1));
            change(engine, new StateChange.Put(POSITION, Revision.ABSENT, Bytes.utf8("{\"position\":0}")));
            change(engine, new StateChange.Put(LEASE, Revision.ABSENT, Bytes.wrap(new byte[] {0, -1, 127})));
            change(engine, new StateChange.Put(REMOVED, Revision.ABSENT, Bytes.utf8("x")));
        }
        try (RocksDbEngine engine = RocksDbEngine.open(settings)) {
            append(engine, MAIN, main.subList(4, main.size()));
            append(engine, SCOPED, scoped().subList(1, 3));
            append(engine, STREAM, stream());
            change(engine, new StateChange.Put(POSITION, new Revision(1), Bytes.utf8("{\"position\":7}")));
            change(engine, new StateChange.Remove(REMOVED, new Revision(3)));
            Given.answer(engine.logs().erase(MAIN, Map.of(at(0), REDACTED, at(1), Content.ERASED)));
        }
    }

    /** Commits of the main log: numbers 0 to 9. */
    private static List<Commit> main(Content first, Content second) {
        return List.of(
                commit(0, new CommitId.Random(1, 2), CommitKind.EVENTS, List.of(plain("b1", first))),
                commit(
                        1,
                        new CommitId.Chosen("chosen-1"),
                        CommitKind.EVENTS,
                        List.of(plain("b2", second), by(ORDER, 0), by(ORDER, 1)),
                        stateOf(ORDER, 2, 1, 3)),
                commit(
                        4,
                        new CommitId.Random(-1, Long.MIN_VALUE),
                        CommitKind.EVENTS,
                        List.of(by(BASKET, 0), by(ORDER, 2)),
                        stateOf(BASKET, 1, 1, 4),
                        stateOf(ORDER, 3, 2, 5)),
                commit(6, new CommitId.Random(3, 4), CommitKind.SYSTEM, List.of(full())),
                commit(
                        7,
                        new CommitId.Chosen("chosen-2"),
                        CommitKind.EVENTS,
                        List.of(by(ORDER, 3), by(ORDER, 4)),
                        stateOf(ORDER, 5, 3, 8)),
                commit(9, new CommitId.Random(5, 6), CommitKind.EVENTS, List.of(Event.unknown())));
    }

    /** Commits of a scope, each with where it came from and how far that gets its subscription. */
    private static List<Commit> scoped() {
        return IntStream.range(0, 3)
                .mapToObj(i -> new Commit(
                        at(i),
                        new CommitId.Random(7, i),
                        BEGINNING.minusSeconds(i),
                        context(),
                        CommitKind.EVENTS,
                        List.of(arrived(i)),
                        List.of(),
                        new Checkpoint(new CheckpointName("subscription"), at(10L + i))))
                .toList();
    }

    /** Forty commits of a stream, each in a partition. */
    private static List<Commit> stream() {
        return IntStream.range(0, 40)
                .mapToObj(i -> new Commit(
                        at(i),
                        new CommitId.Random(8, i),
                        BEGINNING.plusSeconds(i),
                        context(),
                        CommitKind.EVENTS,
                        List.of(inPartition(i)),
                        List.of(),
                        new Checkpoint(new CheckpointName("filter"), at(i + 1L))))
                .toList();
    }

    private static Commit commit(
            long first, CommitId id, CommitKind kind, List<Event> events, AggregateState... aggregates) {
        return new Commit(
                at(first), id, BEGINNING.plusNanos(first), context(), kind, events, List.of(aggregates), null);
    }

    private static Event plain(String source, Content content) {
        return event(source, content, null, null, null);
    }

    private static Event by(AggregateId aggregate, long version) {
        return event(
                aggregate.source().value(),
                json("{\"version\":" + version + "}"),
                new AppliedBy(aggregate, new AggregateVersion(version)),
                null,
                null);
    }

    private static Event arrived(int i) {
        Origin origin = new Origin(
                new MicroserviceId(UUID.fromString("d47c6fb7-2339-e286-2912-2b9f163a5aa3")),
                at(100L + 3L * i),
                BEGINNING.plusMillis(i),
                new ConsentId(UUID.fromString("ad57aa2b-e641-4251-b800-dd171e175d1f")));
        return event("arrived", json("{\"i\":" + i + "}"), null, null, origin);
    }

    private static Event inPartition(int i) {
        return event("s" + i % 3, json("{\"i\":" + i + "}"), null, new PartitionId("p" + i % 3), null);
    }

    /** With everything in it that an event may have and the others do not. */
    private static Event full() {
        return new Event(
                new EventType(new EventTypeId("any text"), new Generation(4_294_967_295L)),
                new EventSourceId("full"),
                new Content.Present(Bytes.wrap(new byte[] {1, 0, -128}), new ContentType("application/cbor")),
                true,
                new EventId("its own id"),
                Bytes.utf8("kept beside it"),
                null,
                null,
                null);
    }

    private static Event event(
            String source,
            Content content,
            @Nullable AppliedBy by,
            @Nullable PartitionId partition,
            @Nullable Origin origin) {
        return new Event(
                new EventType(new EventTypeId("1844473f-d714-4327-8b7f-5b3c2bdfc26a"), new Generation(1)),
                new EventSourceId(source),
                content,
                false,
                null,
                null,
                by,
                partition,
                origin);
    }

    private static ExecutionContext context() {
        return new ExecutionContext(
                new MicroserviceId(UUID.fromString("f39b1f61-d360-4675-b859-53c05c87c0e6")),
                new TenantId(UUID.fromString("445f8ea8-1a6f-40d7-b2fc-796dba92dc44")),
                new Version(1, 2, 3, 4, "beta"),
                new CorrelationId(UUID.fromString("0a4ae6ab-d5b3-4ad6-a4a5-6f7e4d2b2b8e")),
                List.of(new Claim("sub", "someone", "text"), new Claim("", "", "")),
                new Environment("Production"),
                new SpanId(-2));
    }

    private static AggregateState stateOf(AggregateId aggregate, long next, long commits, long last) {
        return new AggregateState(aggregate, new AggregateVersion(next), commits, at(last));
    }

    private static AggregateId aggregate(String root, String source) {
        return new AggregateId(new AggregateRootId(root), new EventSourceId(source));
    }

    private static LogId log(String tenant, String name) {
        return new LogId(new TenantId(UUID.fromString(tenant)), new LogName(name));
    }

    private static StateName state(String collection, String name) {
        return new StateName(MAIN.tenant(), collection, name);
    }

    private static Content json(String text) {
        return Content.json(Bytes.utf8(text));
    }

    private static SequenceNumber at(long position) {
        return new SequenceNumber(position);
    }

    private static void append(StorageEngine engine, LogId log, List<Commit> commits) {
        if (Given.append(engine, log, commits.toArray(Commit[]::new)).appended() != commits.size()) {
            throw new AssertionError("log " + log + " did not take all commits");
        }
    }

    private static void change(StorageEngine engine, StateChange change) {
        Given.answer(engine.states().change(List.of(change)));
    }
}
