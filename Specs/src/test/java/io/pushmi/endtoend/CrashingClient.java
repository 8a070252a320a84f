package io.pushmi.endtoend;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
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
import io.pushmi.contracts.runtime.events.UncommittedAggregateEvents;
import io.pushmi.contracts.runtime.events.UncommittedAggregateEvents.UncommittedAggregateEvent;
import io.pushmi.contracts.runtime.events.UncommittedEvent;
import io.pushmi.endtoend.Attempt.Acknowledgement;
import io.pushmi.runtime.server.EventStoreClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Commits one thing after the other until the Runtime is gone, and writes down what it tried and what it was told. Some
 * of its commits have an id of its own; one of those that got no answer it repeats first thing when the Runtime is back.
 */
final class CrashingClient {
    private static final Uuid ROOT = EventStoreClient.uuid(UUID.fromString("2d3d9b6e-0f3b-4c0e-9f1c-6a1a5d0c7b01"));
    private static final Uuid TYPE = EventStoreClient.uuid(UUID.fromString("2d3d9b6e-0f3b-4c0e-9f1c-6a1a5d0c7b02"));
    private static final Metadata.Key<String> COMMIT_ID =
            Metadata.Key.of("pushmi-commit-id", Metadata.ASCII_STRING_MARSHALLER);
    private static final int LONGEST_CALL_SECONDS = 30;

    private final String name;
    private final Random random;
    private final List<Attempt> attempts = new ArrayList<>();
    private @Nullable Attempt unanswered;

    CrashingClient(String name, long seed) {
        this.name = name;
        this.random = new Random(seed);
    }

    /** Everything it tried so far, in order. Not to be asked while it works. */
    List<Attempt> attempts() {
        return attempts;
    }

    /** Works until the connection breaks, and counts the answers that it gets. */
    void work(ManagedChannel channel, CountDownLatch answered) {
        EventStoreBlockingStub stub = EventStoreGrpc.newBlockingStub(channel);
        try {
            Attempt repeated = unanswered;
            if (repeated != null) {
                attempts.removeIf(attempt -> attempt.name().equals(repeated.name()));
                commitPlain(stub, repeated, true);
            }
            while (attempts.size() < Integer.MAX_VALUE) {
                step(stub);
                answered.countDown();
            }
        } catch (StatusRuntimeException gone) {
            // What was under way has been noted as unanswered, which is all that can be known of it.
            channel.shutdownNow();
        }
    }

    private void step(EventStoreBlockingStub stub) {
        int choice = random.nextInt(10);
        if (choice < 4) {
            commitPlain(stub, next(null), false);
        } else if (choice < 6) {
            commitPlain(stub, next(null), true);
        } else {
            commitForAggregate(stub, next(choice < 9 ? "own-" + name : "shared-" + random.nextInt(2)));
        }
    }

    private Attempt next(@Nullable String aggregate) {
        return new Attempt(
                name, name + "-" + attempts.size() + "-" + random.nextInt(), 1 + random.nextInt(5), aggregate, null);
    }

    private void commitPlain(EventStoreBlockingStub stub, Attempt attempt, boolean withId) {
        CommitEventsRequest.Builder request =
                CommitEventsRequest.newBuilder().setCallContext(EventStoreClient.context());
        for (int i = 0; i < attempt.events(); i++) {
            request.addEvents(UncommittedEvent.newBuilder()
                    .setEventSourceId(ByteString.copyFromUtf8(name))
                    .setEventType(Artifact.newBuilder().setId(TYPE).setGeneration(1))
                    .setPublic(i % 2 == 0)
                    .setContent(attempt.content(i)));
        }
        attempts.add(attempt);
        unanswered = withId ? attempt : null;
        EventStoreBlockingStub call = stub.withDeadlineAfter(LONGEST_CALL_SECONDS, TimeUnit.SECONDS);
        CommitEventsResponse answer = (withId
                        ? call.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(idOf(attempt)))
                        : call)
                .commit(request.build());
        unanswered = null;
        if (!answer.hasFailure()) {
            acknowledged(
                    attempt,
                    answer.getEventsList().stream()
                            .map(CommittedEvent::getEventLogSequenceNumber)
                            .toList(),
                    List.of());
        }
    }

    private void commitForAggregate(EventStoreBlockingStub stub, Attempt attempt) {
        UncommittedAggregateEvents.Builder events = UncommittedAggregateEvents.newBuilder()
                .setAggregateRootId(ROOT)
                .setEventSourceId(ByteString.copyFromUtf8(String.valueOf(attempt.aggregate())))
                .setExpectedAggregateRootVersion(versionOf(stub, String.valueOf(attempt.aggregate())));
        for (int i = 0; i < attempt.events(); i++) {
            events.addEvents(UncommittedAggregateEvent.newBuilder()
                    .setEventType(Artifact.newBuilder().setId(TYPE).setGeneration(1))
                    .setContent(attempt.content(i)));
        }
        attempts.add(attempt);
        CommitAggregateEventsResponse answer = stub.withDeadlineAfter(LONGEST_CALL_SECONDS, TimeUnit.SECONDS)
                .commitForAggregate(CommitAggregateEventsRequest.newBuilder()
                        .setCallContext(EventStoreClient.context())
                        .setEvents(events)
                        .build());
        if (!answer.hasFailure()) {
            List<CommittedAggregateEvent> committed = answer.getEvents().getEventsList();
            acknowledged(
                    attempt,
                    committed.stream()
                            .map(CommittedAggregateEvent::getEventLogSequenceNumber)
                            .toList(),
                    committed.stream()
                            .map(CommittedAggregateEvent::getAggregateRootVersion)
                            .toList());
        }
    }

    private static long versionOf(EventStoreBlockingStub stub, String source) {
        return stub.withDeadlineAfter(LONGEST_CALL_SECONDS, TimeUnit.SECONDS)
                .fetchForAggregate(FetchForAggregateRequest.newBuilder()
                        .setCallContext(EventStoreClient.context())
                        .setAggregate(Aggregate.newBuilder()
                                .setAggregateRootId(ROOT)
                                .setEventSourceId(ByteString.copyFromUtf8(source)))
                        .build())
                .getEvents()
                .getCurrentAggregateRootVersion();
    }

    private void acknowledged(Attempt attempt, List<Long> numbers, List<Long> versions) {
        attempts.set(
                attempts.size() - 1,
                new Attempt(
                        name,
                        attempt.name(),
                        attempt.events(),
                        attempt.aggregate(),
                        new Acknowledgement(numbers, versions)));
    }

    private static Metadata idOf(Attempt attempt) {
        Metadata headers = new Metadata();
        headers.put(COMMIT_ID, attempt.name());
        return headers;
    }
}
