package io.pushmi.runtime.processing;

import static io.pushmi.runtime.processing.ProcessingFixture.sequential;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SequentialSpec {
    private static final Outcome TRY_IN_A_SECOND = new Outcome.Failed("no", new Retry.After(Duration.ofSeconds(1)));

    private final ProcessingFixture fixture = new ProcessingFixture();

    @Nested
    class when_events_are_there {
        @Test
        void it_gets_the_wanted_ones_one_at_a_time_in_order() {
            fixture.wanted("a");
            fixture.other(3);
            fixture.wanted("b", "a");
            RecordingTarget target = RecordingTarget.silent();
            fixture.register(sequential(), target);
            fixture.calm();
            assertThat(target.positions()).containsExactly(0L);

            target.answer(0, Outcome.SUCCEEDED);
            assertThat(target.positions()).as("without another thread").containsExactly(0L, 4L);
            target.answer(4, Outcome.SUCCEEDED);
            fixture.calm();
            assertThat(target.positions()).containsExactly(0L, 4L, 5L);
            assertThat(target.streamPositions()).containsExactly(0L, 1L, 2L);
        }

        @Test
        void answers_that_come_at_once_do_not_let_the_stack_grow() {
            for (int i = 0; i < 5000; i++) {
                fixture.wanted("a");
            }
            RecordingTarget target = RecordingTarget.prompt();
            fixture.register(sequential(), target);
            fixture.pass(Duration.ofSeconds(1));
            assertThat(target.given).hasSize(5000);
        }

        @Test
        void it_waits_while_there_is_no_room() {
            fixture.wanted("a", "b");
            RecordingTarget target = RecordingTarget.prompt();
            target.room = 0;
            fixture.register(sequential(), target);
            fixture.calm();
            assertThat(target.given).isEmpty();

            target.room(1);
            fixture.calm();
            assertThat(target.positions()).containsExactly(0L);
            target.room(5);
            fixture.calm();
            assertThat(target.positions()).containsExactly(0L, 1L);
        }

        @Test
        void it_gets_what_is_committed_later() {
            RecordingTarget target = RecordingTarget.prompt();
            fixture.register(sequential(), target);
            fixture.other(1);
            fixture.wanted("a");
            fixture.calm();
            assertThat(target.positions()).containsExactly(1L);
        }
    }

    @Nested
    class when_saving {
        @Test
        void what_is_done_is_saved_after_a_while() {
            fixture.wanted("a", "b");
            fixture.register(sequential(), RecordingTarget.prompt());
            fixture.calm();
            assertThat(saved().next().value()).isZero();

            fixture.pass(Duration.ofMillis(250));
            assertThat(saved().next().value()).isEqualTo(2);
            assertThat(saved().streamPosition()).isEqualTo(2);
            assertThat(saved().lastHandled()).isNotNull();
        }

        @Test
        void a_quarter_of_the_window_is_saved_at_once() {
            fixture.wanted("a", "b", "a", "a", "a");
            fixture.register(sequential(), RecordingTarget.prompt());
            fixture.calm();
            assertThat(saved().next().value()).isEqualTo(5);
        }

        @Test
        void the_target_makes_its_results_durable_before() {
            fixture.wanted("a");
            RecordingTarget target = RecordingTarget.prompt();
            target.settling = new CompletableFuture<>();
            fixture.register(sequential(), target);
            fixture.pass(Duration.ofSeconds(1));
            assertThat(saved().next().value()).isZero();

            target.settling.complete(null);
            fixture.calm();
            assertThat(saved().next().value()).isEqualTo(1);
        }

        @Test
        void it_waits_for_a_save_when_the_window_is_full() {
            for (int i = 0; i < 30; i++) {
                fixture.wanted("a");
            }
            RecordingTarget target = RecordingTarget.prompt();
            target.settling = new CompletableFuture<>();
            fixture.register(sequential(), target);
            fixture.pass(Duration.ofMinutes(1));
            assertThat(target.given).hasSize(20);

            target.settling.complete(null);
            fixture.pass(Duration.ofSeconds(1));
            assertThat(target.given).hasSize(30);
        }

        @Test
        void it_tries_until_the_store_takes_it() {
            fixture.wanted("a");
            fixture.register(sequential(), RecordingTarget.prompt());
            fixture.calm();
            fixture.states.trouble(100);
            fixture.pass(Duration.ofMinutes(1));
            fixture.states.trouble(0);
            fixture.pass(Duration.ofSeconds(10));
            assertThat(saved().next().value()).isEqualTo(1);
        }

        @Test
        void it_goes_on_from_what_somebody_else_has_made_of_its_position() {
            fixture.wanted("a");
            RecordingTarget target = RecordingTarget.prompt();
            Registration registration = fixture.register(sequential(), target);
            fixture.calm();
            StateDocument document =
                    fixture.states.now(ProcessingFixture.TENANT, "processors").get(0);
            fixture.states.interfere(new StateChange.Put(document.name(), document.revision(), saved().encode()));
            fixture.pass(Duration.ofSeconds(3));
            assertThat(registration.stopped().toCompletableFuture()).isNotDone();
            assertThat(target.positions()).containsExactly(0L, 0L);
            assertThat(saved().next().value()).isEqualTo(1);
        }
    }

    @Nested
    class when_an_event_fails {
        @Test
        void it_is_delivered_again_at_its_time_and_nothing_goes_past_it() {
            fixture.wanted("a", "b");
            RecordingTarget target = RecordingTarget.silent();
            fixture.register(sequential(), target);
            fixture.calm();
            target.answer(0, TRY_IN_A_SECOND);
            fixture.pass(Duration.ofMillis(999));
            assertThat(target.given).hasSize(1);

            fixture.pass(Duration.ofMillis(1));
            assertThat(target.positions()).containsExactly(0L, 0L);
            assertThat(target.last().delivery().repetition()).isEqualTo(new Delivery.Repetition("no", 0));
            target.answer(0, Outcome.SUCCEEDED);
            fixture.calm();
            assertThat(target.positions()).containsExactly(0L, 0L, 1L);
            assertThat(target.last().delivery().repetition()).isNull();
        }

        @Test
        void without_a_time_it_waits_five_seconds_more_each_time_up_to_a_minute() {
            fixture.wanted("a");
            RecordingTarget target = RecordingTarget.answering(delivery -> new Outcome.Failed("no", Retry.UNSPECIFIED));
            fixture.register(sequential(), target);
            fixture.calm();
            for (int attempt = 1; attempt <= 14; attempt++) {
                assertThat(target.given).hasSize(attempt);
                Duration wait = Duration.ofSeconds(Math.min(60, 5 * attempt));
                fixture.pass(wait.minusMillis(1));
                assertThat(target.given).hasSize(attempt);
                fixture.pass(Duration.ofMillis(1));
            }
            assertThat(target.last().delivery().repetition()).isEqualTo(new Delivery.Repetition("no", 13));
        }

        @Test
        void never_is_never() {
            fixture.wanted("a", "b");
            RecordingTarget target = RecordingTarget.answering(delivery -> new Outcome.Failed("no", Retry.NEVER));
            fixture.register(sequential(), target);
            fixture.pass(Duration.ofDays(30));
            assertThat(target.given).hasSize(1);
        }

        @Test
        void it_is_still_failing_when_its_client_comes_back() {
            fixture.wanted("a", "b");
            RecordingTarget target = RecordingTarget.answering(delivery -> TRY_IN_A_SECOND);
            Registration registration = fixture.register(sequential(), target);
            fixture.calm();
            fixture.now(registration.stop(Duration.ZERO));

            RecordingTarget again = RecordingTarget.prompt();
            fixture.register(sequential(), again);
            fixture.calm();
            assertThat(again.given).isEmpty();
            fixture.pass(Duration.ofSeconds(1));
            assertThat(again.positions()).containsExactly(0L, 1L);
            assertThat(again.given.get(0).delivery().repetition()).isEqualTo(new Delivery.Repetition("no", 0));
        }
    }

    @Nested
    class when_stopping {
        @Test
        void it_waits_for_what_is_handled_and_saves_so_that_nothing_is_repeated() {
            fixture.wanted("a", "b");
            RecordingTarget target = RecordingTarget.silent();
            Registration registration = fixture.register(sequential(), target);
            fixture.calm();
            CompletableFuture<Void> stopped =
                    registration.stop(Duration.ofSeconds(5)).toCompletableFuture();
            fixture.pass(Duration.ofSeconds(4));
            assertThat(stopped).isNotDone();
            target.answer(0, Outcome.SUCCEEDED);
            fixture.calm();
            assertThat(stopped).isCompleted();
            assertThat(target.given).hasSize(1);

            RecordingTarget again = RecordingTarget.prompt();
            fixture.register(sequential(), again);
            fixture.calm();
            assertThat(again.positions()).containsExactly(1L);
            assertThat(again.streamPositions()).containsExactly(1L);
        }

        @Test
        void it_does_not_wait_longer_than_it_may() {
            fixture.wanted("a");
            RecordingTarget target = RecordingTarget.silent();
            Registration registration = fixture.register(sequential(), target);
            fixture.calm();
            CompletableFuture<Void> stopped =
                    registration.stop(Duration.ofSeconds(5)).toCompletableFuture();
            fixture.calm();
            assertThat(stopped).isNotDone();
            fixture.now(registration.stop(Duration.ZERO));
            assertThat(stopped).isCompleted();
            target.answer(0, Outcome.SUCCEEDED);
            assertThat(saved().next().value()).isZero();
        }

        @Test
        void it_stops_though_the_store_is_away_for_good() {
            fixture.wanted("a");
            Registration registration = fixture.register(sequential(), RecordingTarget.prompt());
            fixture.calm();
            fixture.states.trouble(100);
            CompletableFuture<Void> stopped = registration.stop(Duration.ZERO).toCompletableFuture();
            fixture.pass(Duration.ofSeconds(11));
            assertThat(stopped).isCompleted();
        }

        @Test
        void an_event_that_is_not_answered_is_delivered_again() {
            fixture.wanted("a", "b");
            RecordingTarget target = RecordingTarget.answering(delivery -> Outcome.UNANSWERED);
            Registration registration = fixture.register(sequential(), target);
            fixture.pass(Duration.ofMinutes(1));
            assertThat(target.given).hasSize(1);
            fixture.now(registration.stop(Duration.ZERO));

            RecordingTarget again = RecordingTarget.prompt();
            fixture.register(sequential(), again);
            fixture.calm();
            assertThat(again.positions()).containsExactly(0L, 1L);
        }
    }

    @Nested
    class when_the_log_is_damaged {
        @Test
        void it_ends_with_that_reason() {
            fixture.wanted("a");
            fixture.through(states -> states, DamagedReading::new);
            Registration registration = fixture.register(sequential(), RecordingTarget.prompt());
            fixture.pass(Duration.ofSeconds(1));
            assertThat(registration.stopped().toCompletableFuture())
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(StorageDamaged.class);
        }

        private static final class DamagedReading extends ForwardingLogs {
            DamagedReading(EventLogStorage logs) {
                super(logs);
            }

            @Override
            public CompletionStage<CommitPage> readByKeys(
                    LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit) {
                return CompletableFuture.failedFuture(new StorageDamaged("here", null));
            }
        }
    }

    @Nested
    class when_registering {
        @Test
        void one_id_is_at_work_once_and_free_again_when_it_has_stopped() {
            Registration registration = fixture.register(sequential(), RecordingTarget.silent());
            assertThat(fixture.now(fixture.processors().register(sequential(), tenant -> RecordingTarget.silent())))
                    .isInstanceOf(RegistrationResult.AlreadyRegistered.class);
            fixture.now(registration.stop(Duration.ZERO));
            fixture.register(sequential(), RecordingTarget.silent());
        }

        @Test
        void nothing_is_registered_while_the_store_is_away() {
            fixture.states.trouble(100);
            CompletableFuture<RegistrationResult> result = fixture.processors()
                    .register(sequential(), tenant -> RecordingTarget.silent())
                    .toCompletableFuture();
            fixture.calm();
            assertThat(result)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(StorageUnavailable.class);
            fixture.states.trouble(0);
            fixture.register(sequential(), RecordingTarget.silent());
        }

        @Test
        void where_it_begins_is_durable() {
            fixture.register(sequential(), RecordingTarget.silent());
            assertThat(saved().next()).isEqualTo(SequenceNumber.FIRST);
        }

        @Test
        void closing_stops_all_and_takes_no_more() {
            fixture.wanted("a");
            Registration registration = fixture.register(sequential(), RecordingTarget.prompt());
            fixture.calm();
            fixture.now(fixture.processors().close(Duration.ZERO));
            assertThat(registration.stopped().toCompletableFuture()).isCompleted();
            assertThat(saved().next().value()).isEqualTo(1);
            assertThat(fixture.processors()
                            .register(sequential(), tenant -> RecordingTarget.silent())
                            .toCompletableFuture())
                    .isCompletedExceptionally();
        }
    }

    private SavedPosition saved() {
        return Objects.requireNonNull(fixture.saved());
    }
}
