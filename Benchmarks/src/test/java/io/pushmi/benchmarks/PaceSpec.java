package io.pushmi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PaceSpec {
    private static final long START = -5_000_000;
    private static final long MILLI = 1_000_000;

    private final HandDrivenClock clock = new HandDrivenClock();
    private final List<Long> due = new ArrayList<>();
    private final List<Long> made = new ArrayList<>();

    /** Passes less time than it is asked for, as a thread that is woken too early. */
    private static final class HandDrivenClock implements Pace.Clock {
        private static final long LONGEST_STEP = 300_000;

        private long now = START;

        @Override
        public long now() {
            return now;
        }

        @Override
        public void pass(long until) {
            now += Math.min(until - now, LONGEST_STEP);
        }
    }

    private void note(long time) {
        due.add(time - START);
        made.add(clock.now - START);
    }

    private static List<Long> everyMilli(int count) {
        return LongStream.range(0, count).map(number -> number * MILLI).boxed().toList();
    }

    @Nested
    class when_calls_are_made_in_time {
        @Test
        void makes_each_when_it_is_due() throws InterruptedException {
            new Pace(1000, clock).keep(50, PaceSpec.this::note);
            assertThat(due).isEqualTo(everyMilli(50));
            assertThat(made).isEqualTo(due);
        }

        @Test
        void does_not_drift_where_the_time_between_two_is_no_whole_number() throws InterruptedException {
            new Pace(3, clock).keep(3001, PaceSpec.this::note);
            assertThat(due.get(3000) / MILLI).isEqualTo(Duration.ofSeconds(1000).toMillis());
        }
    }

    @Nested
    class when_a_call_holds_up_those_behind_it {
        @Test
        void makes_at_once_what_is_due_and_keeps_to_the_old_times() throws InterruptedException {
            new Pace(1000, clock).keep(10, time -> {
                note(time);
                if (due.size() == 3) {
                    clock.now += 4 * MILLI + MILLI / 2;
                }
            });
            long afterStall = 6 * MILLI + MILLI / 2;
            assertThat(due).isEqualTo(everyMilli(10));
            assertThat(made)
                    .containsExactly(
                            0L,
                            MILLI,
                            2 * MILLI,
                            afterStall,
                            afterStall,
                            afterStall,
                            afterStall,
                            7 * MILLI,
                            8 * MILLI,
                            9 * MILLI);
        }
    }

    @Nested
    class when_interrupted {
        @Test
        void stops_before_the_next_call() {
            Pace pace = new Pace(1000, clock);
            assertThatExceptionOfType(InterruptedException.class)
                    .isThrownBy(() -> pace.keep(10, time -> {
                        note(time);
                        Thread.currentThread().interrupt();
                    }));
            assertThat(due).containsExactly(0L);
        }
    }

    @Nested
    class when_asked_how_many_calls_there_are {
        @Test
        void counts_those_that_are_due_within_the_time() {
            assertThat(Pace.calls(5000, Duration.ofSeconds(10))).isEqualTo(50_000);
            assertThat(Pace.calls(1000, Duration.ofMillis(200))).isEqualTo(200);
        }

        @Test
        void makes_at_least_one() {
            assertThat(Pace.calls(1, Duration.ofMillis(200))).isEqualTo(1);
        }
    }
}
