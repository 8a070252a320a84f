package io.pushmi.runtime.processing;

import static io.pushmi.runtime.processing.ProcessingFixture.partitioned;
import static io.pushmi.runtime.processing.ProcessingFixture.sequential;
import static io.pushmi.runtime.processing.ProcessingFixture.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BeginningSpec {
    private final ProcessingFixture fixture = new ProcessingFixture();
    private final RecordingTarget target = RecordingTarget.prompt();

    @Nested
    class when_there_is_no_position_yet {
        @Test
        void the_latest_is_behind_all_that_is_there_and_stays_there_however_long_the_client_is_away() {
            fixture.wanted("a", "b");
            Registration registration = fixture.register(with(sequential(), StartFrom.LATEST, null), target);
            fixture.now(registration.stop(Duration.ZERO));
            fixture.wanted("c");
            fixture.register(with(sequential(), StartFrom.LATEST, null), target);
            fixture.calm();
            assertThat(target.positions()).containsExactly(2L);
            assertThat(target.streamPositions()).containsExactly(0L);
        }

        @Test
        void a_number_is_that_event_even_if_it_is_yet_to_come() {
            fixture.wanted("a");
            fixture.register(with(sequential(), new StartFrom.Number(new SequenceNumber(2)), null), target);
            fixture.wanted("b", "c", "d");
            fixture.calm();
            assertThat(target.positions()).containsExactly(2L, 3L);
        }

        @Test
        void an_instant_is_the_first_event_then_or_later() {
            fixture.wanted("a");
            fixture.pass(Duration.ofMinutes(1));
            Instant instant = fixture.time();
            fixture.wanted("b", "c");
            fixture.register(with(sequential(), new StartFrom.At(instant), null), target);
            fixture.calm();
            assertThat(target.positions()).containsExactly(1L, 2L);
            assertThat(target.streamPositions()).containsExactly(0L, 1L);
        }

        @Test
        void an_instant_to_come_passes_what_occurs_before() {
            fixture.wanted("a");
            fixture.register(
                    with(partitioned(2), new StartFrom.At(fixture.time().plusSeconds(60)), null), target);
            fixture.wanted("b");
            fixture.pass(Duration.ofSeconds(60));
            fixture.wanted("c", "d");
            fixture.calm();
            assertThat(target.positions()).containsExactly(2L, 3L);
            assertThat(target.streamPositions()).containsExactly(0L, 1L);
        }
    }

    @Nested
    class when_there_is_a_position {
        @Test
        void an_instant_moves_it_forward_and_never_back() {
            fixture.wanted("a");
            Registration registration = fixture.register(sequential(), target);
            fixture.calm();
            fixture.now(registration.stop(Duration.ZERO));
            Instant before = fixture.time();
            fixture.pass(Duration.ofMinutes(1));
            fixture.wanted("b");
            fixture.pass(Duration.ofMinutes(1));
            Instant after = fixture.time();
            fixture.wanted("c");

            registration = fixture.register(with(sequential(), new StartFrom.At(after), null), target);
            fixture.calm();
            assertThat(target.positions()).containsExactly(0L, 2L);
            fixture.now(registration.stop(Duration.ZERO));
            fixture.register(with(sequential(), new StartFrom.At(before), null), target);
            fixture.calm();
            assertThat(target.positions()).containsExactly(0L, 2L);
        }

        @Test
        void another_edition_of_the_target_begins_anew() {
            fixture.wanted("a", "b");
            Registration registration = fixture.register(sequential(), target);
            fixture.calm();
            fixture.now(registration.stop(Duration.ZERO));
            RecordingTarget next = RecordingTarget.prompt();
            next.edition = 1;
            fixture.register(sequential(), next);
            fixture.calm();
            assertThat(next.positions()).containsExactly(0L, 1L);
            assertThat(next.streamPositions()).containsExactly(0L, 1L);
        }

        @Test
        void a_target_that_is_further_moves_it_forward() {
            fixture.wanted("a", "b");
            fixture.other(1);
            fixture.wanted("c");
            target.reached = new SequenceNumber(3);
            fixture.register(sequential(), target);
            fixture.calm();
            assertThat(target.positions()).containsExactly(3L);
            assertThat(target.streamPositions()).containsExactly(2L);
        }
    }

    @Nested
    class when_it_is_to_stop_at_an_instant {
        @Test
        void it_gets_what_occurred_before_and_stays_registered() {
            fixture.wanted("a");
            Instant end = fixture.time().plusSeconds(60);
            Registration registration = fixture.register(with(partitioned(2), StartFrom.FIRST, end), target);
            fixture.pass(Duration.ofSeconds(60));
            fixture.wanted("b");
            fixture.pass(Duration.ofSeconds(1));
            assertThat(target.positions()).containsExactly(0L);
            assertThat(Objects.requireNonNull(fixture.saved()).next().value()).isEqualTo(1);
            assertThat(registration.stopped().toCompletableFuture()).isNotDone();

            fixture.now(registration.stop(Duration.ZERO));
            fixture.register(partitioned(2), target);
            fixture.calm();
            assertThat(target.positions()).containsExactly(0L, 1L);
        }
    }
}
