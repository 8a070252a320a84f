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
import io.pushmi.runtime.storage.Origin;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Instant;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** Commits with anything in them that a commit may have, every optional part present and absent. */
public final class AnyCommit extends DomainContextBase {
    /** Any characters, halves of surrogate pairs among them. */
    static final Arbitrary<String> TEXT = Arbitraries.strings().all().ofMaxLength(12);

    private static final Arbitrary<String> SOME_TEXT = TEXT.filter(text -> !text.isEmpty());
    private static final Arbitrary<UUID> UUIDS =
            Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
    private static final Arbitrary<SequenceNumber> POSITIONS =
            Arbitraries.longs().between(0, Long.MAX_VALUE / 2).map(SequenceNumber::new);
    private static final Arbitrary<Instant> INSTANTS = Combinators.combine(
                    Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
                    Arbitraries.longs().between(0, 999_999_999))
            .as(Instant::ofEpochSecond);
    private static final Arbitrary<Bytes> BYTES =
            Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(Bytes::wrap);
    private static final Arbitrary<AggregateId> AGGREGATES = Combinators.combine(
                    SOME_TEXT.map(AggregateRootId::new), TEXT.map(EventSourceId::new))
            .as(AggregateId::new);

    @Provide
    Arbitrary<Commit> commits() {
        return Combinators.combine(
                        POSITIONS,
                        ids(),
                        INSTANTS,
                        contexts(),
                        Arbitraries.of(CommitKind.class),
                        events().list().ofMinSize(1).ofMaxSize(4),
                        states().list().ofMaxSize(3),
                        checkpoints().injectNull(0.5))
                .as(Commit::new);
    }

    private static Arbitrary<CommitId> ids() {
        Arbitrary<CommitId> chosen = Arbitraries.strings()
                .withCharRange('!', '~')
                .ofMinLength(1)
                .ofMaxLength(CommitId.MAXIMUM_LENGTH)
                .map(CommitId.Chosen::new);
        Arbitrary<CommitId> random =
                Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(CommitId.Random::new);
        return Arbitraries.oneOf(chosen, random);
    }

    private static Arbitrary<ExecutionContext> contexts() {
        Arbitrary<Claim> claims = Combinators.combine(TEXT, TEXT, TEXT).as(Claim::new);
        Arbitrary<SpanId> spans =
                Arbitraries.longs().filter(value -> value != 0).map(SpanId::new);
        return Combinators.combine(
                        UUIDS.map(MicroserviceId::new),
                        UUIDS.map(TenantId::new),
                        versions(),
                        UUIDS.map(CorrelationId::new),
                        claims.list().ofMaxSize(3),
                        TEXT.map(Environment::new),
                        spans.injectNull(0.5))
                .as(ExecutionContext::new);
    }

    private static Arbitrary<Version> versions() {
        Arbitrary<Integer> number = Arbitraries.integers();
        return Combinators.combine(number, number, number, number, TEXT).as(Version::new);
    }

    private static Arbitrary<Event> events() {
        Arbitrary<Event> present = Combinators.combine(
                        types(),
                        TEXT.map(EventSourceId::new),
                        contents(),
                        Arbitraries.of(true, false),
                        TEXT.map(EventId::new).injectNull(0.5),
                        BYTES.injectNull(0.5),
                        appliedBy().injectNull(0.5),
                        Combinators.combine(
                                        TEXT.map(PartitionId::new).injectNull(0.5),
                                        origins().injectNull(0.5))
                                .as(Arrival::new))
                .as((type, source, content, isPublic, id, metadata, by, arrival) -> new Event(
                        type, source, content, isPublic, id, metadata, by, arrival.partition(), arrival.origin()));
        Arbitrary<Event> erased = present.map(event -> event.withContent(Content.ERASED));
        return Arbitraries.frequencyOf(
                Tuple.of(4, present), Tuple.of(1, erased), Tuple.of(1, Arbitraries.create(Event::unknown)));
    }

    private static Arbitrary<Content> contents() {
        Arbitrary<Content> whole = Combinators.combine(BYTES, contentTypes()).as(Content.Present::new);
        Arbitrary<Content> part = Combinators.combine(BYTES, contentTypes()).as(Content.Redacted::new);
        return Arbitraries.frequencyOf(Tuple.of(3, whole), Tuple.of(1, part));
    }

    @SuppressWarnings("NullAway")
    private record Arrival(PartitionId partition, Origin origin) {}

    private static Arbitrary<EventType> types() {
        return Combinators.combine(
                        SOME_TEXT.map(EventTypeId::new),
                        Arbitraries.longs().between(0, 0xFFFF_FFFFL).map(Generation::new))
                .as(EventType::new);
    }

    private static Arbitrary<ContentType> contentTypes() {
        return Arbitraries.oneOf(Arbitraries.just(ContentType.JSON), TEXT.map(ContentType::new));
    }

    private static Arbitrary<AppliedBy> appliedBy() {
        return Combinators.combine(
                        AGGREGATES, Arbitraries.longs().greaterOrEqual(0).map(AggregateVersion::new))
                .as(AppliedBy::new);
    }

    private static Arbitrary<Origin> origins() {
        return Combinators.combine(UUIDS.map(MicroserviceId::new), POSITIONS, INSTANTS, UUIDS.map(ConsentId::new))
                .as(Origin::new);
    }

    private static Arbitrary<AggregateState> states() {
        return Combinators.combine(
                        AGGREGATES,
                        Arbitraries.longs().between(1, 1L << 40),
                        Arbitraries.longs().between(0, 1L << 40),
                        POSITIONS)
                .as((aggregate, commits, more, last) ->
                        new AggregateState(aggregate, new AggregateVersion(commits + more), commits, last));
    }

    private static Arbitrary<Checkpoint> checkpoints() {
        return Combinators.combine(SOME_TEXT.map(CheckpointName::new), POSITIONS)
                .as(Checkpoint::new);
    }
}
