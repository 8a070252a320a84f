package io.pushmi.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.endtoend.OutcomeChecker.Count;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Shows that the checker sees what can be wrong with a stream or with read models, by planting it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OutcomeCheckerSpec {
    private final List<LoggedEvent> log = new ArrayList<>();
    private final List<StreamedEvent> stream = new ArrayList<>();
    private final Map<String, Count> counts = new HashMap<>();

    OutcomeCheckerSpec() {
        for (int number = 0; number < 12; number++) {
            log.add(new LoggedEvent(number, "type", number < 7 ? "a" : "b", true, "{" + number + "}"));
        }
        for (int i = 0; i < 4; i++) {
            stream.add(streamed(i, i * 3, "p" + i % 2));
        }
        counts.put("a", new Count(7, 6));
        counts.put("b", new Count(5, 11));
    }

    private StreamedEvent streamed(int index, int number, String partition) {
        LoggedEvent source = log.get(number);
        return new StreamedEvent(
                new LoggedEvent(index, source.type(), source.source(), source.isPublic(), source.content()),
                partition,
                number + 1);
    }

    private List<String> violations() {
        List<String> violations = new ArrayList<>(OutcomeChecker.streamViolations(
                log, event -> event.number() % 3 == 0, event -> "p" + event.number() % 2, stream));
        violations.addAll(OutcomeChecker.countViolations(log, counts));
        return violations;
    }

    private void isFound(String violation) {
        assertThat(violations()).anySatisfy(found -> assertThat(found).contains(violation));
    }

    @Nested
    class when_nothing_is_wrong {
        @Test
        void nothing_is_found() {
            assertThat(violations()).isEmpty();
        }
    }

    @Nested
    class when_a_violation_is_planted_in_a_stream {
        @Test
        void an_event_that_is_left_out_is_found() {
            stream.remove(1);
            isFound("the stream has 3 events instead of 4");
            isFound("at 1 the stream has");
        }

        @Test
        void the_last_event_left_out_is_found() {
            stream.remove(3);
            isFound("the stream has 3 events instead of 4");
        }

        @Test
        void an_event_that_is_there_twice_is_found() {
            stream.add(4, streamed(4, 9, "p1"));
            isFound("the stream has 5 events instead of 4");
        }

        @Test
        void events_out_of_order_are_found() {
            stream.set(1, streamed(1, 6, "p0"));
            stream.set(2, streamed(2, 3, "p1"));
            isFound("at 1 the stream has");
        }

        @Test
        void an_event_that_is_not_included_is_found() {
            stream.set(2, streamed(2, 7, "p0"));
            isFound("at 2 the stream has");
        }

        @Test
        void another_partition_is_found() {
            stream.set(2, streamed(2, 6, "p1"));
            isFound("at 2 the stream has");
        }

        @Test
        void a_gap_in_the_numbers_is_found() {
            stream.set(3, streamed(4, 9, "p1"));
            isFound("at 3 the stream has");
        }

        @Test
        void a_filter_that_would_resume_at_another_place_is_found() {
            stream.set(3, new StreamedEvent(stream.get(3).event(), "p1", 9));
            isFound("at 3 the stream has");
        }
    }

    @Nested
    class when_a_violation_is_planted_in_read_models {
        @Test
        void an_event_that_is_counted_twice_is_found() {
            counts.put("a", new Count(8, 6));
            isFound("the read model of \"a\" is Count[count=8, last=6] instead of Count[count=7, last=6]");
        }

        @Test
        void an_event_that_is_not_counted_is_found() {
            counts.put("b", new Count(4, 11));
            isFound("the read model of \"b\"");
        }

        @Test
        void a_last_event_that_is_not_the_last_is_found() {
            counts.put("b", new Count(5, 10));
            isFound("the read model of \"b\"");
        }

        @Test
        void a_read_model_that_is_not_there_is_found() {
            counts.remove("b");
            isFound("the read model of \"b\" is null");
        }

        @Test
        void a_read_model_without_events_is_found() {
            counts.put("c", new Count(1, 1));
            isFound("there is a read model of \"c\"");
        }
    }
}
