package io.pushmi.runtime.doors.pushmi;

import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.pushmi.contracts.events.v1.Commit;
import io.pushmi.contracts.events.v1.EventLogGrpc;
import io.pushmi.contracts.events.v1.EventPage;
import io.pushmi.contracts.events.v1.FollowRequest;
import io.pushmi.contracts.events.v1.ReadRequest;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SlowReadersSpec {
    /** Each has a page and a message to itself. */
    private static final int EVENTS = 25;

    private static final int PAGES_AHEAD = 6;

    private final AtomicInteger pages = new AtomicInteger();
    private final OpenDoor door = new OpenDoor(CountedPages::new);
    private final SlowCaller<ReadRequest> reader = new SlowCaller<>();
    private final SlowCaller<FollowRequest> follower = new SlowCaller<>();

    @BeforeEach
    void fill_the_log() {
        Commits commits = Commits.fromTheStart();
        String content = "\"" + "x".repeat(1200 * 1024) + "\"";
        for (int i = 0; i < EVENTS; i++) {
            door.append(commits.next(event().json(content)));
        }
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void are_read_ahead_for_by_no_more_than_a_few_pages() {
        read();
        assertReadAheadIsBounded(reader);
        reader.take();
        awaitShortly().until(() -> reader.hasEnded);
        assertThat(pages).hasValue(EVENTS);
    }

    @Test
    void are_followed_ahead_for_by_no_more_than_a_few_pages() {
        follow();
        assertReadAheadIsBounded(follower);
        assertThat(numbers(follower)).containsExactlyElementsOf(first(EVENTS));
    }

    @Test
    void stop_the_reading_when_they_cancel() {
        read();
        reader.take();
        awaitShortly().until(() -> reader.received.size() == 1);

        reader.call().cancel("enough", null);

        awaitShortly().during(Duration.ofMillis(100)).until(() -> pages.get() <= 1 + PAGES_AHEAD);
    }

    @Test
    void stop_the_following_when_they_cancel() {
        follow();
        follower.take();
        awaitShortly().until(() -> follower.received.size() == 1);

        follower.call().cancel("enough", null);

        awaitShortly().during(Duration.ofMillis(100)).until(() -> pages.get() <= 1 + PAGES_AHEAD);
    }

    @Test
    void miss_nothing_that_is_committed_meanwhile() {
        follow();
        follower.take();
        awaitShortly().until(() -> follower.received.size() == 1);
        for (int i = 0; i < 200; i++) {
            door.commit(request(event()).build());
        }

        while (numbers(follower).size() < EVENTS + 200) {
            int before = follower.received.size();
            follower.take();
            awaitShortly().until(() -> follower.received.size() > before);
        }

        assertThat(numbers(follower)).containsExactlyElementsOf(first(EVENTS + 200));
    }

    private void assertReadAheadIsBounded(SlowCaller<?> caller) {
        for (int taken = 1; taken <= EVENTS; taken++) {
            int atLeast = taken;
            caller.take();
            awaitShortly().until(() -> caller.received.size() == atLeast);
            awaitShortly().during(Duration.ofMillis(20)).until(() -> pages.get() <= atLeast + PAGES_AHEAD);
        }
    }

    private static ConditionFactory awaitShortly() {
        return await().pollInterval(Duration.ofMillis(5));
    }

    private void read() {
        EventLogGrpc.newStub(door.channel())
                .read(ReadRequest.newBuilder().setLog(OpenDoor.LOG).build(), reader);
    }

    private void follow() {
        EventLogGrpc.newStub(door.channel())
                .follow(
                        FollowRequest.newBuilder()
                                .setLog(OpenDoor.LOG)
                                .setFrom(0)
                                .build(),
                        follower);
    }

    private static List<Long> numbers(SlowCaller<?> caller) {
        return caller.received.stream()
                .flatMap(page -> page.getCommitsList().stream())
                .map(Commit::getFirst)
                .toList();
    }

    private static List<Long> first(int count) {
        return LongStream.range(0, count).boxed().toList();
    }

    private final class CountedPages extends ForwardingLogs {
        CountedPages(EventLogStorage real) {
            super(real);
        }

        /** No matter how much was asked for, one commit is a page. */
        @Override
        public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
            pages.incrementAndGet();
            return super.read(log, from, new PageLimit(1, 1));
        }
    }

    /** A caller that takes one message when it is told to. */
    private static final class SlowCaller<Q> implements ClientResponseObserver<Q, EventPage> {
        final List<EventPage> received = new CopyOnWriteArrayList<>();
        volatile boolean hasEnded;
        private volatile @Nullable ClientCallStreamObserver<Q> call;

        ClientCallStreamObserver<Q> call() {
            return Objects.requireNonNull(call);
        }

        void take() {
            call().request(1);
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<Q> starting) {
            starting.disableAutoRequestWithInitial(0);
            call = starting;
        }

        @Override
        public void onNext(EventPage message) {
            received.add(message);
        }

        /** Only its own cancelling ends here; a read that fails otherwise never ends. */
        @Override
        public void onError(Throwable problem) {}

        @Override
        public void onCompleted() {
            hasEnded = true;
        }
    }
}
