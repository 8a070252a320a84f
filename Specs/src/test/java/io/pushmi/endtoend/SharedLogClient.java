package io.pushmi.endtoend;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.pushmi.contracts.artifacts.Artifact;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.runtime.events.Aggregate;
import io.pushmi.contracts.runtime.events.CommitAggregateEventsRequest;
import io.pushmi.contracts.runtime.events.CommitAggregateEventsResponse;
import io.pushmi.contracts.runtime.events.CommitEventsRequest;
import io.pushmi.contracts.runtime.events.CommitEventsResponse;
import io.pushmi.contracts.runtime.events.CommittedAggregateEvents.CommittedAggregateEvent;
import io.pushmi.contracts.runtime.events.CommittedEvent;
import io.pushmi.contracts.runtime.events.EventStoreGrpc;
import io.pushmi.contracts.runtime.events.EventStoreGrpc.EventStoreBlockingStub;
import io.pushmi.contracts.runtime.events.FetchForAggregateRequest;
import io.pushmi.contracts.runtime.events.FetchForAggregateResponse;
import io.pushmi.contracts.runtime.events.UncommittedAggregateEvents;
import io.pushmi.contracts.runtime.events.UncommittedAggregateEvents.UncommittedAggregateEvent;
import io.pushmi.contracts.runtime.events.UncommittedEvent;
import io.pushmi.endtoend.Attempt.Acknowledgement;
import io.pushmi.endtoend.TimedCall.Kind;
import io.pushmi.runtime.server.EventStoreClient;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Commits one thing after the other to whichever of two Runtimes answers, and writes down what it tried, when, and what
 * it was told. After a call without an answer it goes to the other Runtime; where the commit had an id of its own it is
 * repeated there, again and again until there is an answer. For one thread at a time.
 */
final class SharedLogClient {
    static final UUID TYPE = UUID.fromString("2d3d9b6e-0f3b-4c0e-9f1c-6a1a5d0c7b03");

    private static final Uuid ROOT = EventStoreClient.uuid(UUID.fromString("2d3d9b6e-0f3b-4c0e-9f1c-6a1a5d0c7b01"));
    private static final Artifact ARTIFACT = Artifact.newBuilder()
            .setId(EventStoreClient.uuid(TYPE))
            .setGeneration(1)
            .build();
    private static final Metadata.Key<String> COMMIT_ID =
            Metadata.Key.of("pushmi-commit-id", Metadata.ASCII_STRING_MARSHALLER);
    private static final int LONGEST_CALL_MILLIS = 1500;
    private static final int SHARED_AGGREGATES = 2;
    private static final Uuid CONFLICT = EventStoreClient.uuid(UUID.fromString("f25cccfb-3ae1-4969-bee6-906370ffbc2d"));

    private final String name;
    private final List<AtomicReference<@Nullable Channel>> runtimes;
    private final Random random;
    private final List<TimedCall> calls = new ArrayList<>();
    private @Nullable Unanswered unanswered;
    private int at;
    private int made;

    /** A commit under an id of its own that has to be repeated. */
    private record Unanswered(Attempt attempt, long sent) {}

    /**
     * @param runtimes where to find the Runtimes; nothing while one is not there
     * @param home at which of them it begins
     */
    SharedLogClient(String name, List<AtomicReference<@Nullable Channel>> runtimes, int home, long seed) {
        this.name = name;
        this.runtimes = runtimes;
        this.at = home;
        this.random = new Random(seed);
    }

    /** Everything it tried so far, with what it still waits for. Not to be asked while it works. */
    List<TimedCall> calls() {
        List<TimedCall> all = new ArrayList<>(calls);
        Unanswered last = unanswered;
        if (last != null) {
            all.add(new TimedCall(Kind.UNKNOWN, last.attempt(), null, 0, last.sent(), TimedCall.NEVER));
        }
        return all;
    }

    /** Whether there is a commit that it has to repeat. */
    boolean isWaiting() {
        return unanswered != null;
    }

    /** Tries one thing. */
    void step() {
        Channel channel = runtimes.get(at).get();
        if (channel == null) {
            goElsewhere();
            return;
        }
        EventStoreBlockingStub stub =
                EventStoreGrpc.newBlockingStub(channel).withDeadlineAfter(LONGEST_CALL_MILLIS, TimeUnit.MILLISECONDS);
        Unanswered last = unanswered;
        if (last != null) {
            commitUnderId(stub, last);
            return;
        }
        switch (random.nextInt(5)) {
            case 0 -> commitPlain(stub, next(null));
            case 1, 2 -> commitUnderId(stub, new Unanswered(next(null), System.nanoTime()));
            default ->
                commitForAggregate(
                        stub, random.nextInt(4) == 0 ? "own-" + name : "shared-" + random.nextInt(SHARED_AGGREGATES));
        }
    }

    private void goElsewhere() {
        at = (at + 1) % runtimes.size();
    }

    private Attempt next(@Nullable String aggregate) {
        return new Attempt(name, name + "-" + made++, 1 + random.nextInt(3), aggregate, null);
    }

    private void commitPlain(EventStoreBlockingStub stub, Attempt attempt) {
        long sent = System.nanoTime();
        try {
            CommitEventsResponse answer = stub.commit(plain(attempt));
            calls.add(called(attempt, answer, sent));
        } catch (StatusRuntimeException none) {
            calls.add(new TimedCall(Kind.UNKNOWN, attempt, null, 0, sent, TimedCall.NEVER));
            goElsewhere();
        }
    }

    private void commitUnderId(EventStoreBlockingStub stub, Unanswered what) {
        unanswered = what;
        Metadata headers = new Metadata();
        headers.put(COMMIT_ID, what.attempt().name());
        try {
            CommitEventsResponse answer = stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .commit(plain(what.attempt()));
            if (answer.hasFailure()) {
                goElsewhere();
            } else {
                calls.add(called(what.attempt(), answer, what.sent()));
                unanswered = null;
            }
        } catch (StatusRuntimeException none) {
            goElsewhere();
        }
    }

    private static TimedCall called(Attempt attempt, CommitEventsResponse answer, long sent) {
        if (answer.hasFailure()) {
            return new TimedCall(Kind.UNKNOWN, attempt, null, 0, sent, TimedCall.NEVER);
        }
        List<Long> numbers = answer.getEventsList().stream()
                .map(CommittedEvent::getEventLogSequenceNumber)
                .toList();
        Acknowledgement promised = new Acknowledgement(numbers, List.of());
        return new TimedCall(Kind.ACKNOWLEDGED, with(attempt, promised), null, 0, sent, System.nanoTime());
    }

    private static Attempt with(Attempt attempt, Acknowledgement answer) {
        return new Attempt(attempt.client(), attempt.name(), attempt.events(), attempt.aggregate(), answer);
    }

    private CommitEventsRequest plain(Attempt attempt) {
        CommitEventsRequest.Builder request =
                CommitEventsRequest.newBuilder().setCallContext(EventStoreClient.context());
        for (int i = 0; i < attempt.events(); i++) {
            request.addEvents(UncommittedEvent.newBuilder()
                    .setEventSourceId(ByteString.copyFromUtf8(name))
                    .setEventType(ARTIFACT)
                    .setContent(attempt.content(i)));
        }
        return request.build();
    }

    private void commitForAggregate(EventStoreBlockingStub stub, String aggregate) {
        OptionalLong version = ask(stub, aggregate);
        if (version.isEmpty()) {
            goElsewhere();
        } else {
            commitForAggregate(stub, next(aggregate), aggregate, version.getAsLong());
        }
    }

    private void commitForAggregate(EventStoreBlockingStub stub, Attempt attempt, String aggregate, long version) {
        long sent = System.nanoTime();
        try {
            CommitAggregateEventsResponse answer = stub.commitForAggregate(applied(attempt, aggregate, version));
            calls.add(called(attempt, version, answer, sent));
        } catch (StatusRuntimeException none) {
            calls.add(new TimedCall(Kind.UNKNOWN, attempt, aggregate, version, sent, TimedCall.NEVER));
            goElsewhere();
        }
    }

    private OptionalLong ask(EventStoreBlockingStub stub, String aggregate) {
        long sent = System.nanoTime();
        try {
            FetchForAggregateResponse answer = stub.fetchForAggregate(FetchForAggregateRequest.newBuilder()
                    .setCallContext(EventStoreClient.context())
                    .setAggregate(Aggregate.newBuilder()
                            .setAggregateRootId(ROOT)
                            .setEventSourceId(ByteString.copyFromUtf8(aggregate)))
                    .build());
            if (answer.hasFailure()) {
                return OptionalLong.empty();
            }
            long version = answer.getEvents().getCurrentAggregateRootVersion();
            calls.add(new TimedCall(Kind.ASKED, null, aggregate, version, sent, System.nanoTime()));
            return OptionalLong.of(version);
        } catch (StatusRuntimeException none) {
            return OptionalLong.empty();
        }
    }

    private static CommitAggregateEventsRequest applied(Attempt attempt, String aggregate, long version) {
        UncommittedAggregateEvents.Builder events = UncommittedAggregateEvents.newBuilder()
                .setAggregateRootId(ROOT)
                .setEventSourceId(ByteString.copyFromUtf8(aggregate))
                .setExpectedAggregateRootVersion(version);
        for (int i = 0; i < attempt.events(); i++) {
            events.addEvents(UncommittedAggregateEvent.newBuilder()
                    .setEventType(ARTIFACT)
                    .setContent(attempt.content(i)));
        }
        return CommitAggregateEventsRequest.newBuilder()
                .setCallContext(EventStoreClient.context())
                .setEvents(events)
                .build();
    }

    private static TimedCall called(Attempt attempt, long version, CommitAggregateEventsResponse answer, long sent) {
        long answered = System.nanoTime();
        if (answer.hasFailure()) {
            boolean isConflict = CONFLICT.equals(answer.getFailure().getId());
            return new TimedCall(
                    isConflict ? Kind.REFUSED : Kind.UNKNOWN,
                    attempt,
                    attempt.aggregate(),
                    version,
                    sent,
                    isConflict ? answered : TimedCall.NEVER);
        }
        List<CommittedAggregateEvent> committed = answer.getEvents().getEventsList();
        Acknowledgement promised = new Acknowledgement(
                committed.stream()
                        .map(CommittedAggregateEvent::getEventLogSequenceNumber)
                        .toList(),
                committed.stream()
                        .map(CommittedAggregateEvent::getAggregateRootVersion)
                        .toList());
        return new TimedCall(Kind.ACKNOWLEDGED, with(attempt, promised), attempt.aggregate(), version, sent, answered);
    }
}
