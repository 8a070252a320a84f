package io.pushmi.runtime.doors.dolittle;

import static io.pushmi.runtime.storage.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.contracts.runtime.events.FetchForAggregateResponse;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.EventBuilder;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AggregateBatchesSpec {
    private static final int MEBIBYTE = 1024 * 1024;
    private static final AggregateId AGGREGATE = EventBuilder.aggregate(Requests.ROOT.toString(), "a");

    private final RecordingCaller<FetchForAggregateResponse> caller = new RecordingCaller<>();
    private final Commits commits = Commits.fromTheStart();
    private final CommittedAggregate shown = new CommittedAggregate(AGGREGATE, new AggregateVersion(2), WireShape.TEXT);
    private final AggregateBatches batches = new AggregateBatches(caller, "the fetch of this spec");

    @BeforeEach
    void begin() {
        batches.begin(shown);
    }

    private CommittedEvent applied(int contentBytes) {
        return new CommittedEvent(
                commits.next(event(Requests.TYPE.toString(), "a")
                        .appliedBy(AGGREGATE)
                        .json("\"" + "x".repeat(contentBytes - 2) + "\"")),
                0);
    }

    @Nested
    class when_the_caller_keeps_up {
        private List<Integer> sizesOfTwoThatTake(int bytes) {
            CommittedEvent one = applied(MEBIBYTE);
            int left = bytes - shown.write(one).getSerializedSize();
            int aroundContent = shown.write(applied(MEBIBYTE)).getSerializedSize() - MEBIBYTE;
            CommittedEvent other = applied(left - aroundContent);
            assertThat(shown.write(other).getSerializedSize()).isEqualTo(left);
            Flux.just(one, other).subscribe(batches);
            return caller.received.stream()
                    .map(batch -> batch.getEvents().getEventsCount())
                    .toList();
        }

        @Test
        void fills_a_batch_to_the_last_byte() {
            assertThat(sizesOfTwoThatTake(AggregateBatches.LIMIT)).containsExactly(2);
        }

        @Test
        void begins_a_new_one_for_the_first_byte_beyond() {
            assertThat(sizesOfTwoThatTake(AggregateBatches.LIMIT + 1)).containsExactly(1, 1);
        }
    }

    @Nested
    class when_the_caller_does_not_keep_up {
        private final TestPublisher<CommittedEvent> store = TestPublisher.create();

        @Test
        void reads_nothing_until_there_is_room() {
            caller.ready = false;
            store.flux().subscribe(batches);
            store.assertMaxRequested(0);

            caller.becomesReady();

            store.assertMinRequested(1);
        }

        @Test
        void reads_one_event_at_a_time_and_none_once_the_room_is_gone() {
            store.flux().subscribe(batches);
            store.next(applied(100));
            store.assertMinRequested(1);
            caller.ready = false;
            store.next(applied(100));

            store.assertMaxRequested(0);
            assertThat(caller.received).isEmpty();

            caller.becomesReady();
            store.assertMinRequested(1);
            store.complete();
            assertThat(caller.received).hasSize(1);
            assertThat(caller.received.get(0).getEvents().getEventsCount()).isEqualTo(2);
            assertThat(caller.completed).isTrue();
        }
    }

    @Nested
    class when_the_caller_cancels {
        private final TestPublisher<CommittedEvent> store = TestPublisher.create();

        @Test
        void stops_reading() {
            store.flux().subscribe(batches);

            caller.cancels();

            store.assertCancelled();
            assertThat(caller.received).isEmpty();
        }

        @Test
        void does_not_begin_when_it_had_not_begun() {
            caller.cancels();

            store.flux().subscribe(batches);

            store.assertCancelled();
        }
    }
}
