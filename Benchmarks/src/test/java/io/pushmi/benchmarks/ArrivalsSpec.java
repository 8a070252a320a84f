package io.pushmi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArrivalsSpec {
    private static final long MOMENT = 1_000;
    private static final Duration ELAPSED = Duration.ofSeconds(2);

    private long now = -MOMENT - 1;
    private final Arrivals arrivals = new Arrivals(100, 2, 2, () -> now);

    private void letAMomentPass() {
        now += MOMENT;
    }

    private void receiveAll() {
        for (long event = 100; event <= 101; event++) {
            arrivals.received(0, event);
            arrivals.received(1, event);
        }
    }

    private void acknowledgeAll() {
        arrivals.acknowledged(100);
        arrivals.acknowledged(101);
    }

    @Nested
    class when_events_come_after_the_acknowledgement {
        @Test
        void times_each_of_them_at_each_handler() throws InterruptedException {
            acknowledgeAll();
            letAMomentPass();
            receiveAll();
            Timing timing = arrivals.await(ELAPSED);
            assertThat(timing.calls()).isEqualTo(4);
            assertThat(timing.times().getMinValue()).isEqualTo(MOMENT);
            assertThat(timing.elapsed()).isEqualTo(ELAPSED);
        }
    }

    @Nested
    class when_events_come_before_the_acknowledgement {
        @Test
        void takes_that_for_no_time() throws InterruptedException {
            receiveAll();
            letAMomentPass();
            acknowledgeAll();
            assertThat(arrivals.await(ELAPSED).times().getMaxValue()).isZero();
        }
    }

    @Nested
    class when_events_come_again_or_are_others {
        @Test
        void counts_only_the_first_time_and_only_those_of_the_run() throws InterruptedException {
            arrivals.received(0, 99);
            arrivals.received(0, 102);
            acknowledgeAll();
            receiveAll();
            letAMomentPass();
            receiveAll();
            Timing timing = arrivals.await(ELAPSED);
            assertThat(timing.calls()).isEqualTo(4);
            assertThat(timing.times().getMaxValue()).isZero();
        }
    }
}
