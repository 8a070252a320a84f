package io.pushmi.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.endtoend.ProcessorJournal.Answered;
import io.pushmi.endtoend.ProcessorJournal.Delivered;
import io.pushmi.endtoend.ProcessorJournal.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Shows that the checker sees what can go wrong, by planting it in a history in which nothing is wrong. Of the 20 events
 * the odd ones are wanted; their sources are a, b and c in turn.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DeliveryCheckerSpec {
    private static final int EVENTS = 20;
    private static final int WINDOW = 3;

    private final List<LoggedEvent> log = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private boolean isPartitioned;
    private int concurrency = 1;
    private Set<Integer> ended = Set.of();

    DeliveryCheckerSpec() {
        for (int i = 0; i < EVENTS; i++) {
            log.add(event(i));
        }
    }

    private static LoggedEvent event(int number) {
        return new LoggedEvent(
                number,
                number % 2 == 0 ? "even" : "odd",
                List.of("a", "b", "c").get(number % 3),
                true,
                "{" + number + "}");
    }

    private DeliveryChecker checked() {
        return DeliveryChecker.check(
                new DeliveryRules("it", event -> event.type().equals("odd"), isPartitioned, concurrency, WINDOW, ended),
                log,
                steps);
    }

    private void isFound(String violation) {
        assertThat(checked().violations()).anySatisfy(found -> assertThat(found).contains(violation));
    }

    private void given(int connection, int number) {
        steps.add(new Delivered(connection, event(number), number / 2, false));
    }

    private void handled(int connection, int... numbers) {
        for (int number : numbers) {
            given(connection, number);
            steps.add(new Answered(connection, number, true));
        }
    }

    private void failed(int connection, int number) {
        given(connection, number);
        steps.add(new Answered(connection, number, false));
    }

    private void again(int connection, int number) {
        steps.add(new Delivered(connection, event(number), number / 2, true));
        steps.add(new Answered(connection, number, true));
    }

    @Nested
    class when_nothing_is_wrong {
        @Test
        void nothing_is_found_without_a_crash() {
            handled(0, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19);
            assertThat(checked().violations()).isEmpty();
            assertThat(checked().repeated()).isEmpty();
        }

        @Test
        void nothing_is_found_with_as_many_repeats_as_may_be_after_each_crash() {
            handled(0, 1, 3, 5);
            given(0, 7);
            handled(1, 3, 5, 7, 9, 11, 13);
            handled(2, 9, 11, 13, 15, 17, 19);
            assertThat(checked().violations()).isEmpty();
            assertThat(checked().repeated()).containsOnlyKeys(0, 1).containsValues(3, 3);
        }

        @Test
        void nothing_is_found_with_events_that_fail_and_come_again_before_and_after_a_crash() {
            handled(0, 1);
            failed(0, 3);
            again(0, 3);
            failed(0, 5);
            again(1, 5);
            failed(1, 7);
            again(2, 7);
            again(3, 7);
            handled(3, 9, 11, 13, 15, 17, 19);
            assertThat(checked().violations()).isEmpty();
            assertThat(checked().repeated()).containsOnlyKeys(2).containsValues(1);
        }

        @Test
        void nothing_is_found_with_partitions_that_go_at_their_own_pace() {
            isPartitioned = true;
            concurrency = 2;
            given(0, 1);
            handled(0, 3, 9, 5);
            handled(1, 1, 7, 13, 19, 11, 17, 15);
            assertThat(checked().violations()).isEmpty();
        }
    }

    @Nested
    class when_a_violation_is_planted {
        @Test
        void an_event_that_is_never_handled_is_found() {
            handled(0, 1, 3, 5, 7, 9, 11, 13, 15, 17);
            given(0, 19);
            isFound("never handled 19");
        }

        @Test
        void an_event_that_is_left_out_is_found() {
            handled(0, 1, 3, 5, 9, 11, 13, 15, 17, 19);
            isFound("was given 9 before 7 was handled");
        }

        @Test
        void an_event_that_is_left_out_over_a_crash_is_found() {
            handled(0, 1, 3);
            given(0, 5);
            handled(1, 7, 9, 11, 13, 15, 17, 19);
            isFound("was given 7 before 5 was handled");
        }

        @Test
        void events_out_of_order_are_found() {
            handled(0, 1, 5, 3, 7, 9, 11, 13, 15, 17, 19);
            isFound("was given 3 after 5");
        }

        @Test
        void events_out_of_order_in_their_partition_are_found() {
            isPartitioned = true;
            concurrency = 2;
            handled(0, 1, 13, 7, 19, 3, 9, 15, 5, 11, 17);
            isFound("was given 13 before 7 was handled");
        }

        @Test
        void an_event_that_comes_twice_on_one_connection_is_found() {
            handled(0, 1, 3, 3, 5, 7, 9, 11, 13, 15, 17, 19);
            isFound("was given 3 after 3");
        }

        @Test
        void an_earlier_event_that_comes_again_on_the_same_connection_is_found() {
            handled(0, 1, 3, 5, 1, 7, 9, 11, 13, 15, 17, 19);
            isFound("was given 1 after 5");
        }

        @Test
        void two_events_of_a_partition_at_the_same_time_are_found() {
            isPartitioned = true;
            concurrency = 2;
            given(0, 1);
            handled(0, 7);
            isFound("was given 7 while 1 was still being handled");
        }

        @Test
        void more_events_at_the_same_time_than_asked_for_are_found() {
            isPartitioned = true;
            concurrency = 2;
            given(0, 1);
            given(0, 3);
            given(0, 5);
            isFound("was given 5 while 2 others were being handled");
        }

        @Test
        void more_repeats_than_the_window_has_are_found() {
            handled(0, 1, 3, 5, 7);
            handled(1, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19);
            isFound("was given 4 events of connection 0 again, which is more than 3");
        }

        @Test
        void a_repeat_after_a_stop_in_good_order_is_found() {
            ended = Set.of(0);
            handled(0, 1, 3, 5);
            handled(1, 5, 7, 9, 11, 13, 15, 17, 19);
            isFound("was given 1 events of connection 0 again, which was ended in good order");
        }

        @Test
        void a_repeat_long_after_a_stop_in_good_order_is_found() {
            ended = Set.of(0);
            handled(0, 1, 3, 5);
            handled(1, 7);
            handled(2, 5, 7, 9, 11, 13, 15, 17, 19);
            isFound("which was ended in good order");
        }

        @Test
        void another_stream_position_is_found() {
            handled(0, 1);
            steps.add(new Delivered(0, event(3), 2, false));
            isFound("was given 3 at stream position 2 instead of 1");
        }

        @Test
        void another_stream_position_at_a_repeat_is_found() {
            given(0, 1);
            steps.add(new Delivered(1, event(1), 1, false));
            isFound("was given 1 at stream position 1 instead of 0");
        }

        @Test
        void an_event_that_was_not_asked_for_is_found() {
            handled(0, 1, 2);
            isFound("was given 2, which it does not want");
        }

        @Test
        void an_event_that_the_log_does_not_have_is_found() {
            handled(0, 21);
            isFound("was given 21, which it does not want or the log does not have");
        }

        @Test
        void an_event_that_reads_differently_is_found() {
            steps.add(new Delivered(0, new LoggedEvent(1, "odd", "b", true, "{3}"), 0, false));
            isFound("where the log has");
        }

        @Test
        void an_event_that_is_said_to_have_failed_and_did_not_is_found() {
            again(0, 1);
            isFound("was told that 1 failed before");
        }

        @Test
        void an_event_that_failed_and_is_passed_is_found() {
            failed(0, 1);
            handled(0, 3);
            isFound("was given 3 before 1 was handled");
        }
    }
}
