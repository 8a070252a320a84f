package io.pushmi.runtime.doors.dolittle;

import static io.pushmi.runtime.doors.dolittle.Requests.applied;
import static io.pushmi.runtime.doors.dolittle.Requests.commitForAggregate;
import static io.pushmi.runtime.doors.dolittle.Requests.fetchInBatches;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.pushmi.contracts.runtime.events.EventStoreGrpc;
import io.pushmi.contracts.runtime.events.FetchForAggregateInBatchesRequest;
import io.pushmi.contracts.runtime.events.FetchForAggregateResponse;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SlowCallersSpec {
    /** Each event has a page to itself, and a batch. */
    private static final int EVENTS = 20;

    private static final int PAGES_AHEAD = 4;

    private final AtomicInteger pages = new AtomicInteger();
    private final Door door = Door.before(CountedPages::new);
    private final SlowCaller caller = new SlowCaller();

    @BeforeEach
    void commitLargeEventsAndFetchThem() {
        String content = "\"" + "x".repeat(3 * 1024 * 1024) + "\"";
        for (int i = 0; i < EVENTS; i++) {
            assertThat(door.events()
                            .commitForAggregate(commitForAggregate("a", i, applied(Requests.TYPE, content)))
                            .hasFailure())
                    .isFalse();
        }
        EventStoreGrpc.newStub(door.channel()).fetchForAggregateInBatches(fetchInBatches("a"), caller);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void are_read_ahead_for_by_no_more_than_a_few_pages() {
        for (int taken = 1; taken <= EVENTS; taken++) {
            int atLeast = taken;
            caller.take();
            await().until(() -> caller.received.size() == atLeast);
            await().during(Duration.ofMillis(20)).until(() -> pages.get() <= atLeast + PAGES_AHEAD);
        }
        caller.take();
        await().until(() -> caller.completed);
        assertThat(pages).hasValue(EVENTS);
    }

    @Test
    void stop_the_reading_when_they_cancel() {
        caller.take();
        await().until(() -> caller.received.size() == 1);

        caller.call().cancel("enough", null);

        await().during(Duration.ofMillis(100)).until(() -> pages.get() <= 1 + PAGES_AHEAD);
        assertThat(door.events().fetchForAggregate(Requests.fetch("b")).hasFailure())
                .isFalse();
    }

    private final class CountedPages extends StorageDouble {
        CountedPages(EventLogStorage real) {
            super(real);
        }

        @Override
        public CompletionStage<CommitPage> readByKeys(LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit) {
            pages.incrementAndGet();
            return super.readByKeys(log, keys, from, limit);
        }
    }

    /** A caller that takes one message when it is told to. */
    private static final class SlowCaller
            implements ClientResponseObserver<FetchForAggregateInBatchesRequest, FetchForAggregateResponse> {
        final List<FetchForAggregateResponse> received = new CopyOnWriteArrayList<>();
        volatile boolean completed;
        private volatile @Nullable ClientCallStreamObserver<FetchForAggregateInBatchesRequest> call;

        ClientCallStreamObserver<FetchForAggregateInBatchesRequest> call() {
            return Objects.requireNonNull(call);
        }

        void take() {
            call().request(1);
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<FetchForAggregateInBatchesRequest> starting) {
            starting.disableAutoRequestWithInitial(0);
            call = starting;
        }

        @Override
        public void onNext(FetchForAggregateResponse message) {
            received.add(message);
        }

        /** Only its own cancelling ends here; a fetch that fails otherwise never completes. */
        @Override
        public void onError(Throwable problem) {}

        @Override
        public void onCompleted() {
            completed = true;
        }
    }
}
