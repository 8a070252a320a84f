package io.pushmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProgressLineSpec {
    private static final String ERASED = "\r\u001B[K";

    private final StringWriter shown = new StringWriter();
    private long now = 1_000;

    @Nested
    class on_a_terminal {
        private final ProgressLine line = line(true);

        @Test
        void a_bar_shows_the_share_the_rate_and_the_time_left() {
            after(Duration.ofSeconds(10));
            line.advanced(50_000, 200_000);

            assertThat(shown)
                    .hasToString(ERASED + "verifying [" + "#".repeat(7) + ".".repeat(23)
                            + "] 25%, 5,000 entries/s, 30 s left");
        }

        @Test
        void it_moves_ten_times_a_second_at_most_and_always_on_the_same_line() {
            after(Duration.ofMillis(99));
            line.advanced(1, 10);
            assertThat(shown.toString()).isEmpty();

            after(Duration.ofMillis(1));
            line.advanced(2, 10);
            after(Duration.ofMillis(99));
            line.advanced(3, 10);
            after(Duration.ofMillis(1));
            line.advanced(4, 10);

            assertThat(shown.toString().split("\r", -1)).hasSize(3);
            assertThat(shown.toString()).doesNotContain("\n").contains(" 20%, ", " 40%, ");
        }

        @Test
        void it_makes_room_for_other_lines_and_is_gone_in_the_end() {
            after(Duration.ofSeconds(1));
            line.advanced(5, 10);
            shown.getBuffer().setLength(0);

            line.makeRoom();
            assertThat(shown).hasToString(ERASED);
            line.close();
            assertThat(shown).hasToString(ERASED);
        }

        @Test
        void the_end_is_a_full_bar_and_nothing_to_do_is_one_too_many_for_no_one() {
            after(Duration.ofSeconds(1));
            line.advanced(10, 10);
            assertThat(shown.toString()).contains("[" + "#".repeat(30) + "] 100%", "0 s left");

            after(Duration.ofSeconds(1));
            line.advanced(0, 0);
            assertThat(shown.toString()).endsWith("[" + ".".repeat(30) + "] 0%, 0 entries/s, time left unknown");
        }
    }

    @Nested
    class elsewhere {
        private final ProgressLine line = line(false);

        @Test
        void there_is_a_plain_line_every_five_seconds() {
            for (int second = 1; second <= 14; second++) {
                after(Duration.ofSeconds(1));
                line.advanced(second, 4000);
            }

            assertThat(shown.toString().lines())
                    .containsExactly(
                            "verifying: 0%, 1 entries/s, 1 h 6 min left", "verifying: 0%, 1 entries/s, 1 h 6 min left");
            assertThat(shown.toString()).doesNotContain("\u001B", "\r");
        }

        @Test
        void what_is_done_soon_says_nothing() {
            after(Duration.ofSeconds(4));
            line.advanced(10, 10);
            line.makeRoom();
            line.close();

            assertThat(shown.toString()).isEmpty();
        }
    }

    private void after(Duration time) {
        now += time.toNanos();
    }

    private ProgressLine line(boolean isTerminal) {
        return new ProgressLine(
                new PrintWriter(shown, true),
                isTerminal,
                "verifying",
                entries -> Amounts.count(entries) + " entries",
                () -> now);
    }
}
