package io.pushmi.runtime.events.erasing;

import static io.pushmi.runtime.events.erasing.ErasingFixture.LOG;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.events.streams.StreamEvents;
import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.log.ErasureRecord;
import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ErasingStreamsSpec {
    private static final Target ADA = new Target.OfSource(new EventSourceId("ada"));
    private static final String TYPE = "0b5a2f3e-93f1-4d07-8f6c-5a5f5d0a7c22";
    private static final String NAMED = "{\"name\":\"x\",\"n\":1}";
    private static final String UNNAMED = "{\"n\":1}";
    private static final String REDACTION = "{\"EventId\":\"" + TYPE + "\",\"EventAlias\":\"T\","
            + "\"RedactedProperties\":{\"name\":null},\"RedactedBy\":\"somebody\",\"Reason\":\"because\"}";

    private static RequestBuilder told(String source) {
        return request(event(TYPE, source).json(NAMED));
    }

    private static RequestBuilder redaction() {
        return request(event("de1e7e17-bad5-da7a-fad4-fbc6ec3c0ea5", "ada").json(REDACTION));
    }

    /** A log with an event of each of two sources, and two streams that have both. */
    private static void fill(ErasingFixture runtime) {
        Streams.define(runtime);
        runtime.commit(told("ada"));
        runtime.commit(told("bob"));
        Streams.fill(runtime, Streams.PRIVATE);
        Streams.fill(runtime, Streams.PUBLIC);
    }

    @Nested
    class when_events_are_erased_of_which_streams_have_copies {
        private final PowerFailure power = PowerFailure.never();
        private final ErasingFixture runtime = ErasingFixture.on(new MemoryDisk(), power);

        @AfterEach
        void close() {
            runtime.close();
        }

        @Test
        void the_copies_are_erased_too_and_the_streams_say_so() {
            fill(runtime);
            Erased erased = runtime.erase(ADA);
            for (LogId stream : List.of(Streams.PRIVATE, Streams.PUBLIC)) {
                assertThat(runtime.contents(stream)).containsExactly("erased", NAMED);
                assertThat(runtime.records(stream))
                        .hasSize(2)
                        .allMatch(record -> record.contains(erased.id().toString()));
            }
            assertThat(erased.events()).isEqualTo(1);
        }

        @Test
        void properties_go_from_the_copies_as_they_do_from_the_events() {
            fill(runtime);
            runtime.erase(new Target.OfProperties(
                    new EventTypeId(TYPE), Map.of("name", Replacement.REMOVED), new EventSourceId("bob")));
            assertThat(runtime.contents(Streams.PRIVATE)).containsExactly(NAMED, UNNAMED);
        }

        @Test
        void they_go_from_the_files_of_the_store_before_the_erasure_is_done() {
            fill(runtime);
            runtime.erase(ADA);
            assertThat(power.purgedLogs()).containsExactlyInAnyOrder(LOG, Streams.PRIVATE, Streams.PUBLIC);
        }

        @Test
        void followers_of_a_stream_are_told_to_let_go() {
            fill(runtime);
            List<Commit> seen = new CopyOnWriteArrayList<>();
            var following = runtime.logs()
                    .log(Streams.PRIVATE)
                    .follow(SequenceNumber.FIRST, Set.of())
                    .subscribe(seen::add);
            runtime.erase(ADA);
            await().until(() -> seen.stream().anyMatch(ErasureRecord::isIn));
            following.dispose();
        }

        @Test
        void events_that_came_after_it_keep_their_copies() {
            fill(runtime);
            Commit before = runtime.stored(LOG).get(1);
            runtime.commit(told("ada"));
            Streams.fill(runtime, Streams.PRIVATE);
            Erasure erasure = new Erasure(
                    new ErasureId(new UUID(1, 1)), new ErasureRequest(LOG, ADA, "somebody", "because"), before.next());
            Answers.of(runtime.erasures()
                    .streams()
                    .apply(
                            erasure,
                            ErasureProgress.NONE.and(List.of(before), 1, 1, before.next()),
                            new SequenceNumber(3)));
            assertThat(runtime.contents(Streams.PRIVATE)).containsExactly("erased", NAMED, NAMED);
        }

        @Test
        void streams_of_other_logs_stay_as_they_are() {
            fill(runtime);
            LogId scoped = new LogId(LOG.tenant(), LogName.ofScope(new ScopeId(new UUID(8, 9))));
            runtime.commit(scoped, told("ada"));
            runtime.erase(scoped, ADA);
            assertThat(runtime.contents(scoped)).containsExactly("erased");
            assertThat(runtime.contents(Streams.PRIVATE)).containsExactly(NAMED, NAMED);
            assertThat(runtime.records(Streams.PRIVATE)).isEmpty();
        }

        @Test
        void a_stream_learns_nothing_of_an_erasure_that_concerned_nothing() {
            fill(runtime);
            runtime.erase(new Target.OfSource(new EventSourceId("nobody")));
            assertThat(runtime.records(Streams.PRIVATE)).isEmpty();
        }
    }

    @Nested
    class when_a_copy_is_written_of_what_was_erased_meanwhile {
        @Test
        void it_is_refused_whoever_writes_it_and_however_late() {
            try (ErasingFixture runtime = ErasingFixture.open()) {
                Streams.define(runtime);
                CommittedEvent read = new CommittedEvent(runtime.commit(told("ada")), 0);
                runtime.erase(ADA);
                assertThat(Streams.copy(runtime, Streams.PRIVATE, read))
                        .isInstanceOfSatisfying(
                                CommitOutcome.CheckpointMoved.class,
                                moved -> assertThat(moved.name()).isEqualTo(StreamEvents.ERASURES));
                assertThat(runtime.contents(Streams.PRIVATE)).isEmpty();
            }
        }
    }

    @Nested
    class when_an_event_redacts_others {
        @Test
        void their_copies_are_redacted_when_it_is_committed_and_gone_from_the_files_soon_after() {
            PowerFailure power = PowerFailure.never();
            try (ErasingFixture runtime = ErasingFixture.on(new MemoryDisk(), power)) {
                fill(runtime);
                runtime.commit(redaction());
                assertThat(runtime.contents(Streams.PRIVATE)).containsExactly(UNNAMED, NAMED);
                assertThat(runtime.contents(Streams.PUBLIC)).containsExactly(UNNAMED, NAMED);
                await().until(() -> power.purgedLogs().containsAll(List.of(LOG, Streams.PRIVATE, Streams.PUBLIC)));
            }
        }
    }

    @Nested
    class when_the_power_fails_meanwhile {
        @Test
        void an_erasure_is_seen_through_in_all_streams_after_the_next_start() {
            assertThat(failures(PowerFailure::before, false)).isGreaterThanOrEqualTo(12);
            assertThat(failures(PowerFailure::after, false)).isGreaterThanOrEqualTo(12);
        }

        @Test
        void a_redaction_is_seen_through_in_all_streams_after_the_next_start() {
            assertThat(failures(PowerFailure::before, true)).isGreaterThanOrEqualTo(12);
            assertThat(failures(PowerFailure::after, true)).isGreaterThanOrEqualTo(12);
        }

        /** At how many changes it failed. */
        private int failures(IntFunction<PowerFailure> at, boolean redacts) {
            for (int change = 1; change < 100; change++) {
                MemoryDisk disk = new MemoryDisk();
                try (ErasingFixture runtime = ErasingFixture.on(disk, PowerFailure.never())) {
                    fill(runtime);
                }
                PowerFailure power = at.apply(change);
                boolean failed = failed(disk, power, redacts);
                if (!failed) {
                    return change - 1;
                }
                assertSeenThrough(disk, power, redacts);
            }
            throw new AssertionError("it never got through");
        }

        private boolean failed(MemoryDisk disk, PowerFailure power, boolean redacts) {
            try (ErasingFixture runtime = ErasingFixture.on(disk, power)) {
                var done = redacts
                        ? runtime.redactions().commit(LOG, redaction().build())
                        : runtime.erasures().erase(new ErasureRequest(LOG, ADA, "somebody", "because"));
                await().until(() -> power.hasHappened()
                        || (done.toCompletableFuture().isDone() && arePurged(power) && isNothingLeft(runtime)));
                return power.hasHappened();
            }
        }

        private void assertSeenThrough(MemoryDisk disk, PowerFailure before, boolean redacts) {
            PowerFailure power = PowerFailure.never();
            try (ErasingFixture runtime = ErasingFixture.on(disk, power)) {
                boolean isBegun = redacts ? runtime.contents().size() == 3 : runtime.pending() > 0;
                boolean isOver = !redacts && !runtime.records().isEmpty() && !isBegun;
                runtime.erasures().resume();
                runtime.redactions().resume();
                String expected = !isBegun && !isOver ? NAMED : redacts ? UNNAMED : "erased";
                for (LogId log : List.of(LOG, Streams.PRIVATE, Streams.PUBLIC)) {
                    await().untilAsserted(
                                    () -> assertThat(runtime.contents(log)).startsWith(expected, NAMED));
                }
                if (isBegun || isOver) {
                    await().until(() -> isNothingLeft(runtime));
                    Set<LogId> purged = new HashSet<>(before.purgedLogs());
                    purged.addAll(power.purgedLogs());
                    assertThat(purged).containsExactlyInAnyOrder(LOG, Streams.PRIVATE, Streams.PUBLIC);
                    assertThat(runtime.records(Streams.PRIVATE)).hasSize(2);
                }
            }
        }

        private boolean arePurged(PowerFailure power) {
            return power.purgedLogs().containsAll(List.of(LOG, Streams.PRIVATE, Streams.PUBLIC));
        }

        /** Whether no document says any more that something is to be done. */
        private boolean isNothingLeft(ErasingFixture runtime) {
            return runtime.pending() == 0
                    && List.of(LOG, Streams.PRIVATE, Streams.PUBLIC).stream()
                            .allMatch(log -> Answers.of(HeldDocument.read(runtime.states(), Redacting.nameOf(log)))
                                    .content()
                                    .map(content -> !content.asUtf8().contains("from"))
                                    .orElse(true));
        }
    }
}
