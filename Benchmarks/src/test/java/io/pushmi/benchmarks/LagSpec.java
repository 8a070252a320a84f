package io.pushmi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LagSpec {
    private static final int COMMITS = 100;
    private static final Offset<Double> NEARLY = within(1e-6);

    private final Lag lag = new Lag(COMMITS);

    @Nested
    class when_a_handler_keeps_up {
        @Test
        void is_never_behind() {
            for (int i = 0; i < COMMITS; i++) {
                lag.received();
                lag.acknowledged();
            }
            assertThat(lag.atBegin()).isZero();
            assertThat(lag.atEnd()).isZero();
        }
    }

    @Nested
    class when_a_handler_is_always_as_far_behind {
        @Test
        void is_as_far_behind_at_the_end_as_at_the_begin() {
            for (int i = 0; i < COMMITS; i++) {
                lag.acknowledged();
                lag.received();
            }
            assertThat(lag.atBegin()).isCloseTo(1, NEARLY);
            assertThat(lag.atEnd()).isCloseTo(1, NEARLY);
        }
    }

    @Nested
    class when_a_handler_does_half_of_what_is_committed {
        @Test
        void falls_behind() {
            for (int i = 0; i < COMMITS; i++) {
                lag.acknowledged();
                if (i % 2 == 1) {
                    lag.received();
                }
            }
            assertThat(lag.atBegin()).isCloseTo(3.5, NEARLY);
            assertThat(lag.atEnd()).isCloseTo(48.5, NEARLY);
        }
    }

    @Nested
    class when_events_come_before_the_acknowledgement {
        @Test
        void is_not_ahead() {
            for (int i = 0; i < COMMITS; i++) {
                lag.received();
            }
            for (int i = 0; i < COMMITS; i++) {
                lag.acknowledged();
            }
            assertThat(lag.atBegin()).isZero();
        }
    }
}
