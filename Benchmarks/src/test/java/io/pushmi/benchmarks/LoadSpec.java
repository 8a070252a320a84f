package io.pushmi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LoadSpec {
    private static final int PER_SECOND = 1000;

    @Nested
    class when_calling_at_a_rate {
        @Test
        void makes_all_calls_though_none_is_answered_before_the_last() throws InterruptedException {
            List<Answer> unanswered = new ArrayList<>();
            Timing timing = Load.atRate(PER_SECOND, Limit.of(Duration.ofMillis(50)), answer -> {
                unanswered.add(answer);
                if (unanswered.size() == 50) {
                    unanswered.forEach(Answer::arrived);
                }
            });
            assertThat(timing.calls()).isEqualTo(50);
            // The first was due 49 ms before the last.
            assertThat(timing.times().getMaxValue())
                    .isGreaterThanOrEqualTo(Duration.ofMillis(48).toNanos());
        }

        @Test
        void makes_no_more_calls_than_the_limit_has() throws InterruptedException {
            Timing timing = Load.atRate(PER_SECOND, new Limit(Duration.ofSeconds(10), 7), Answer::arrived);
            assertThat(timing.calls()).isEqualTo(7);
        }

        @Test
        void makes_no_call_after_one_that_failed() {
            AtomicInteger made = new AtomicInteger();
            assertThatIllegalStateException()
                    .isThrownBy(() -> Load.atRate(PER_SECOND, Limit.of(Duration.ofMillis(20)), answer -> {
                        if (made.incrementAndGet() == 3) {
                            answer.failed(new IllegalArgumentException("refused"));
                        } else {
                            answer.arrived();
                        }
                    }))
                    .withMessage("a call failed: refused");
            assertThat(made).hasValue(3);
        }
    }
}
