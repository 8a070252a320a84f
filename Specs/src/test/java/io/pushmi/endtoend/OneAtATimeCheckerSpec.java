package io.pushmi.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.endtoend.OneAtATimeChecker.Halt;
import io.pushmi.endtoend.ProcessorJournal.Answered;
import io.pushmi.endtoend.ProcessorJournal.Delivered;
import io.pushmi.endtoend.ProcessorJournal.Timed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Shows that the checker sees two Runtimes at work at the same time, by planting that in a history in which there is one
 * at a time. Connection 0 leads to Runtime A and 1 to B; times are in milliseconds.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OneAtATimeCheckerSpec {
    private static final List<String> RUNTIMES = List.of("A", "B");
    private static final int EVENTS = 8;
    private static final int WINDOW = 2;

    private final List<Timed> steps = new ArrayList<>();
    private final Map<Integer, Long> ended = new HashMap<>();
    private final List<Halt> halts = new ArrayList<>();

    private static LoggedEvent event(long number) {
        return new LoggedEvent(number, "type", "source", false, "{}");
    }

    private static long nanos(long millis) {
        return millis * 1_000_000;
    }

    private void handled(long millis, int connection, int... numbers) {
        for (int number : numbers) {
            Object runtime = RUNTIMES.get(connection);
            steps.add(new Timed(nanos(millis), runtime, new Delivered(connection, event(number), number, false)));
            steps.add(new Timed(nanos(millis), runtime, new Answered(connection, number, true)));
        }
    }

    private void halted(int which, long from, long to) {
        halts.add(new Halt(RUNTIMES.get(which), nanos(from), nanos(to)));
    }

    private OneAtATimeChecker checked() {
        return OneAtATimeChecker.check(false, steps, ended, halts);
    }

    private List<String> violations() {
        OneAtATimeChecker checked = checked();
        List<LoggedEvent> log = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            log.add(event(i));
        }
        List<String> violations = new ArrayList<>(checked.violations());
        DeliveryRules rules = new DeliveryRules("it", wanted -> true, false, 1, WINDOW, Set.of());
        violations.addAll(DeliveryChecker.check(rules, log, checked.steps()).violations());
        return violations;
    }

    private void isFound(String violation) {
        assertThat(violations()).anyMatch(found -> found.contains(violation));
    }

    @Nested
    class when_nothing_is_wrong {
        @Test
        void nothing_is_found_while_one_Runtime_does_everything() {
            handled(1, 0, 0, 1, 2, 3);
            handled(5_000, 0, 4, 5, 6, 7);
            assertThat(violations()).isEmpty();
            assertThat(checked().takeOvers()).isZero();
        }

        @Test
        void nothing_is_found_when_another_goes_on_after_a_silence_and_repeats_a_little() {
            handled(1, 0, 0, 1, 2, 3);
            handled(5_001, 1, 2, 3, 4, 5);
            handled(10_000, 0, 5, 6, 7);
            assertThat(violations()).isEmpty();
            assertThat(checked().takeOvers()).isEqualTo(2);
        }

        @Test
        void nothing_is_found_when_another_goes_on_as_soon_as_the_connection_has_ended() {
            handled(1, 0, 0, 1, 2, 3);
            ended.put(0, nanos(10));
            handled(11, 1, 4, 5, 6, 7);
            assertThat(violations()).isEmpty();
        }

        @Test
        void nothing_is_found_when_a_Runtime_that_was_halted_gives_a_little_late() {
            handled(1, 0, 0, 1);
            halted(0, 2, 6_500);
            handled(5_500, 1, 2, 3);
            handled(6_510, 0, 2, 3);
            handled(6_520, 1, 4, 5, 6, 7);
            assertThat(violations()).isEmpty();
            assertThat(checked().late()).isEqualTo(2);
        }

        @Test
        void nothing_is_found_when_one_loses_the_lease_while_it_is_halted_and_gets_it_back() {
            handled(1, 0, 0, 1, 2, 3);
            halted(0, 2, 4_000);
            handled(4_100, 0, 4, 5);
            handled(4_200, 0, 4, 5, 6, 7);
            assertThat(violations()).isEmpty();
        }
    }

    @Nested
    class when_a_violation_is_planted {
        @Test
        void two_in_turn_are_found() {
            handled(1, 0, 0, 1);
            handled(2, 1, 2, 3);
            handled(3, 0, 4, 5, 6, 7);
            isFound("was given 2 by B 1 ms after A gave 1");
        }

        @Test
        void a_take_over_that_comes_too_early_is_found() {
            handled(1, 0, 0, 1, 2, 3);
            handled(1_000, 1, 4, 5, 6, 7);
            isFound("was given 4 by B 999 ms after A gave 3");
        }

        @Test
        void a_Runtime_that_goes_on_after_another_took_over_is_found() {
            handled(1, 0, 0, 1);
            handled(5_000, 1, 2, 3);
            handled(5_001, 0, 4, 5, 6, 7);
            isFound("was given 4 by A 1 ms after B gave 3");
        }

        @Test
        void one_that_was_halted_and_does_not_end_for_long_is_found() {
            handled(1, 0, 0, 1);
            halted(0, 2, 6_500);
            handled(8_600, 1, 2, 3);
            handled(8_601, 0, 2, 3, 4, 5, 6, 7);
            isFound("was given 2 by A 1 ms after B gave 3");
        }

        @Test
        void one_that_begins_because_the_other_was_halted_for_a_moment_is_found() {
            handled(1, 0, 0, 1);
            halted(0, 2, 500);
            handled(501, 1, 2, 3, 4, 5, 6, 7);
            isFound("was given 2 by B 500 ms after A gave 1");
        }

        @Test
        void one_that_goes_back_more_often_than_it_was_halted_is_found() {
            handled(1, 0, 0, 1, 2, 3);
            halted(0, 2, 4_000);
            handled(4_100, 0, 4);
            handled(4_200, 0, 4, 5);
            handled(4_300, 0, 5, 6, 7);
            isFound("was given 5 after 5");
        }

        @Test
        void one_that_goes_back_without_having_been_halted_is_found() {
            handled(1, 0, 0, 1, 2, 3);
            handled(2, 0, 3, 4, 5, 6, 7);
            isFound("was given 3 after 3");
        }

        @Test
        void an_event_that_is_lost_in_a_take_over_is_found() {
            handled(1, 0, 0, 1, 2);
            handled(5_000, 1, 4, 5, 6, 7);
            isFound("before 3 was handled");
        }

        @Test
        void too_many_events_again_after_a_take_over_are_found() {
            handled(1, 0, 0, 1, 2, 3);
            handled(5_000, 1, 1, 2, 3, 4, 5, 6, 7);
            isFound("which is more than 2");
        }

        @Test
        void events_out_of_order_without_a_break_are_found() {
            handled(1, 0, 0, 1, 2, 3);
            handled(5_000, 1, 4, 5, 4, 6, 7);
            isFound("was given 4 after 5");
        }
    }
}
