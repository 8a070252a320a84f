package io.pushmi.runtime.processing.filters;

import static io.pushmi.runtime.processing.filters.FiltersFixture.LOG;
import static io.pushmi.runtime.processing.filters.FiltersFixture.definition;
import static io.pushmi.runtime.processing.filters.FiltersFixture.streamOf;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushmi.runtime.events.streams.StreamEvents;
import io.pushmi.runtime.events.streams.StreamKind;
import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StreamWriterSpec {
    private static final LogId STREAM = streamOf(definition(StreamKind.PARTITIONED));
    private static final PartitionId PARTITION = new PartitionId("p");
    private static final int EVENTS = 80;

    private final Troubled troubled = new Troubled();
    private final FiltersFixture runtime = new FiltersFixture(troubled::before);

    @AfterEach
    void close() {
        runtime.close();
    }

    private List<CommittedEvent> events() {
        List<CommittedEvent> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            events.add(new CommittedEvent(runtime.commit(request(event("Told", "ada"))), 0));
        }
        return events;
    }

    private StreamWriter writer() {
        return new StreamWriter(new StreamLog(LOG, STREAM, runtime.logs(), runtime.storage()), runtime.threads());
    }

    private List<Long> inStream() {
        return runtime.stored(STREAM).stream()
                .map(commit -> StreamEvents.sourceNumber(commit).value())
                .toList();
    }

    private static List<Long> numbers(int from, int to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @Nested
    class when_the_store_is_slow {
        @Test
        void the_next_is_taken_while_those_before_are_under_way_until_there_is_no_room() {
            List<CommittedEvent> events = events();
            StreamWriter writer = writer();
            Answers.of(writer.reached());
            CompletableFuture<Void> gate = troubled.shut();
            CompletableFuture<Void> room = new CompletableFuture<>();
            int taken = 0;
            while (writer.hasRoom(() -> room.complete(null))) {
                writer.append(events.get(taken++), PARTITION);
            }
            CompletionStage<Void> settled = writer.settle();
            assertThat(taken).isEqualTo(64);
            assertThat(room).isNotDone();
            assertThat(settled.toCompletableFuture()).isNotDone();
            gate.complete(null);
            Answers.of(room);
            Answers.of(settled);
            assertThat(inStream()).isEqualTo(numbers(0, 64));
            assertThat(troubled.appends.get()).isLessThan(10);
        }

        @Test
        void whoever_settles_does_not_wait_for_what_comes_later() {
            List<CommittedEvent> events = events();
            StreamWriter writer = writer();
            writer.append(events.get(0), PARTITION);
            Answers.of(writer.settle());
            CompletableFuture<Void> gate = troubled.shut();
            writer.append(events.get(1), PARTITION);
            CompletionStage<Void> settled = writer.settle();
            await().until(() -> troubled.appends.get() == 2);
            CompletableFuture<Void> unused = troubled.shut();
            writer.append(events.get(2), PARTITION);
            gate.complete(null);
            Answers.of(settled);
            assertThat(inStream()).containsExactly(0L, 1L);
        }
    }

    @Nested
    class when_the_store_fails {
        @Test
        void what_is_appended_gets_there_once_it_is_back() {
            List<CommittedEvent> events = events();
            StreamWriter writer = writer();
            troubled.isAway = true;
            events.forEach(each -> writer.append(each, PARTITION));
            CompletionStage<Void> settled = writer.settle();
            await().until(() -> troubled.asked.get() > 3);
            assertThat(settled.toCompletableFuture()).isNotDone();
            troubled.isAway = false;
            Answers.of(settled);
            assertThat(inStream()).isEqualTo(numbers(0, EVENTS));
        }

        @Test
        void an_answer_that_is_lost_leads_to_no_second_copy() {
            List<CommittedEvent> events = events();
            StreamWriter writer = writer();
            troubled.losesAnswers = true;
            events.subList(0, 20).forEach(each -> writer.append(each, PARTITION));
            await().until(() -> !inStream().isEmpty());
            troubled.losesAnswers = false;
            events.subList(20, EVENTS).forEach(each -> writer.append(each, PARTITION));
            Answers.of(writer.settle());
            assertThat(inStream()).isEqualTo(numbers(0, EVENTS));
        }

        @Test
        void a_refusal_of_some_leaves_no_gap() {
            List<CommittedEvent> events = events();
            StreamWriter writer = writer();
            Answers.of(writer.reached());
            troubled.refusals.set(3);
            events.forEach(each -> writer.append(each, PARTITION));
            Answers.of(writer.settle());
            assertThat(inStream()).isEqualTo(numbers(0, EVENTS));
        }

        @Test
        void a_damaged_stream_fails_who_settles() {
            List<CommittedEvent> events = events();
            StreamWriter writer = writer();
            troubled.damage = new StorageDamaged("the stream is damaged", null);
            writer.append(events.get(0), PARTITION);
            assertThat(Answers.failureOf(writer.settle())).isSameAs(troubled.damage);
            assertThat(Answers.failureOf(writer.settle())).isSameAs(troubled.damage);
        }

        @Test
        void it_fails_who_settles_when_the_runtime_stops_before_the_store_is_back() {
            List<CommittedEvent> events = events();
            StreamWriter writer = writer();
            CompletableFuture<Optional<Commit>> answer = new CompletableFuture<>();
            troubled.answer = answer;
            writer.append(events.get(0), PARTITION);
            CompletionStage<Void> settled = writer.settle();
            runtime.threads().shutdownNow();
            answer.completeExceptionally(new StorageUnavailable("the store is away", null));
            assertThat(Answers.failureOf(settled)).isInstanceOf(StorageUnavailable.class);
            assertThat(inStream()).isEmpty();
        }
    }

    @Nested
    class when_two_write_one_stream {
        @Test
        void each_event_is_there_once() {
            List<CommittedEvent> events = events();
            StreamWriter one = writer();
            StreamWriter other = writer();
            for (CommittedEvent each : events) {
                one.append(each, PARTITION);
                other.append(each, PARTITION);
            }
            Answers.of(one.settle());
            Answers.of(other.settle());
            assertThat(inStream()).isEqualTo(numbers(0, EVENTS));
        }

        @Test
        void what_the_other_has_decided_is_not_written_any_more() {
            List<CommittedEvent> events = events();
            StreamWriter slow = writer();
            Answers.of(slow.reached());
            StreamWriter fast = writer();
            fast.append(events.get(5), PARTITION);
            Answers.of(fast.settle());
            slow.append(events.get(3), PARTITION);
            slow.append(events.get(6), PARTITION);
            Answers.of(slow.settle());
            assertThat(inStream()).containsExactly(5L, 6L);
        }

        @Test
        void who_begins_later_is_told_where_the_stream_is() {
            List<CommittedEvent> events = events();
            StreamWriter one = writer();
            assertThat(Answers.of(one.reached())).isEqualTo(SequenceNumber.FIRST);
            one.append(events.get(8), PARTITION);
            Answers.of(one.settle());
            assertThat(Answers.of(writer().reached())).isEqualTo(new SequenceNumber(9));
        }
    }

    /** A store that does to one stream what a spec says. */
    private static final class Troubled {
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger appends = new AtomicInteger();
        private final AtomicInteger refusals = new AtomicInteger();
        private volatile boolean isAway;
        private volatile boolean losesAnswers;
        private volatile @Nullable StorageDamaged damage;
        private volatile @Nullable CompletableFuture<Optional<Commit>> answer;
        private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

        /** The next appends wait until the gate is opened. */
        CompletableFuture<Void> shut() {
            gate = new CompletableFuture<>();
            return gate;
        }

        EventLogStorage before(EventLogStorage store) {
            return new ForwardingLogs(store) {
                @Override
                public CompletionStage<AppendResult> append(LogId log, List<Commit> commits) {
                    if (!log.equals(STREAM)) {
                        return super.append(log, commits);
                    }
                    appends.incrementAndGet();
                    if (isAway) {
                        return CompletableFuture.completedFuture(new AppendResult.Refused(0, "the store is away"));
                    }
                    if (refusals.getAndDecrement() > 0) {
                        return super.append(log, commits.subList(0, 1))
                                .thenApply(result -> new AppendResult.Refused(result.appended(), "no more than one"));
                    }
                    return gate.thenCompose(open -> super.append(log, commits))
                            .thenApply(result -> losesAnswers ? new AppendResult.Unknown(0, "it is lost") : result);
                }

                @Override
                public CompletionStage<Optional<Commit>> lastByKey(LogId log, Key key) {
                    asked.incrementAndGet();
                    StorageDamaged damaged = damage;
                    if (damaged != null) {
                        return CompletableFuture.failedFuture(damaged);
                    }
                    if (answer != null) {
                        return answer;
                    }
                    return isAway
                            ? CompletableFuture.failedFuture(new StorageUnavailable("the store is away", null))
                            : super.lastByKey(log, key);
                }
            };
        }
    }
}
