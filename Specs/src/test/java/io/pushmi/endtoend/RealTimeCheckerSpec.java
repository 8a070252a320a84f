package io.pushmi.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.endtoend.Attempt.Acknowledgement;
import io.pushmi.endtoend.TimedCall.Kind;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.RequestBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Before the checker is believed about two Runtimes, it has to find what is planted into histories that are right. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RealTimeCheckerSpec {
    private static final String LOAF = "loaf";

    private final Commits commits = Commits.fromTheStart();
    private final List<Commit> log = new ArrayList<>();
    private final List<TimedCall> calls = new ArrayList<>();

    /** Puts a commit of two events into the log that was under way from one time to the other. */
    private void committed(String name, @Nullable String aggregate, long version, long sent, long answered) {
        Commit commit = stored(name, aggregate);
        List<Long> numbers = LongStream.range(0, commit.count())
                .mapToObj(i -> commit.first().value() + i)
                .toList();
        List<Long> versions = aggregate == null ? List.of() : List.of(version, version + 1);
        calls.add(new TimedCall(
                Kind.ACKNOWLEDGED,
                new Attempt("client of " + name, name, 2, aggregate, new Acknowledgement(numbers, versions)),
                aggregate,
                version,
                sent,
                answered));
    }

    private Commit stored(String name, @Nullable String aggregate) {
        Attempt attempt = new Attempt("client of " + name, name, 2, aggregate, null);
        RequestBuilder request = RequestBuilder.request();
        for (int i = 0; i < 2; i++) {
            EventBuilder event = EventBuilder.event().json(attempt.content(i));
            request.events(aggregate == null ? event : event.appliedBy(EventBuilder.aggregate("root", aggregate)));
        }
        Commit commit = commits.next(request);
        log.add(commit);
        return commit;
    }

    private void tried(Kind kind, String name, @Nullable String aggregate, long version, long sent, long answered) {
        Attempt attempt = new Attempt("client of " + name, name, 2, aggregate, null);
        calls.add(new TimedCall(kind, attempt, aggregate, version, sent, answered));
    }

    private void asked(long version, long sent, long answered) {
        calls.add(new TimedCall(Kind.ASKED, null, LOAF, version, sent, answered));
    }

    private void isFound(String violation) {
        assertThat(RealTimeChecker.violations(calls, log)).anyMatch(found -> found.contains(violation));
    }

    private void nothingIsFound() {
        assertThat(RealTimeChecker.violations(calls, log)).isEmpty();
    }

    @Nested
    class when_nothing_is_wrong {
        @Test
        void nothing_is_found_in_what_went_on_one_after_the_other() {
            asked(0, 1, 2);
            committed("one", LOAF, 0, 3, 4);
            asked(2, 5, 6);
            tried(Kind.REFUSED, "two", LOAF, 0, 7, 8);
            committed("three", null, 0, 9, 10);
            committed("four", LOAF, 2, 11, 12);
            nothingIsFound();
        }

        @Test
        void commits_that_were_under_way_together_may_be_in_either_order() {
            committed("later", LOAF, 0, 5, 10);
            committed("earlier", LOAF, 2, 1, 6);
            nothingIsFound();
        }

        @Test
        void what_was_never_answered_may_be_there_or_not_and_much_later() {
            tried(Kind.UNKNOWN, "gone", LOAF, 0, 1, TimedCall.NEVER);
            tried(Kind.UNKNOWN, "late", LOAF, 2, 2, TimedCall.NEVER);
            committed("one", LOAF, 0, 3, 4);
            asked(2, 5, 6);
            stored("late", LOAF);
            asked(4, 7, 8);
            nothingIsFound();
        }

        @Test
        void what_was_under_way_explains_a_refusal_and_both_answers_to_a_question() {
            tried(Kind.UNKNOWN, "late", LOAF, 0, 2, TimedCall.NEVER);
            tried(Kind.REFUSED, "two", LOAF, 0, 3, 4);
            asked(0, 1, 3);
            asked(2, 1, 3);
            stored("late", LOAF);
            nothingIsFound();
        }
    }

    @Nested
    class when_a_violation_is_planted {
        @Test
        void a_commit_before_one_that_was_answered_when_it_was_sent_is_found() {
            committed("second", null, 0, 5, 6);
            committed("first", null, 0, 1, 4);
            isFound("second is before first");
        }

        @Test
        void so_it_is_with_others_between_them() {
            committed("second", LOAF, 0, 5, 9);
            committed("between", null, 0, 2, 8);
            committed("first", LOAF, 2, 1, 4);
            isFound("second is before first");
        }

        @Test
        void so_it_is_for_one_that_was_never_answered() {
            tried(Kind.UNKNOWN, "second", null, 0, 5, TimedCall.NEVER);
            stored("second", null);
            committed("first", null, 0, 1, 4);
            isFound("second is before first");
        }

        @Test
        void a_refused_commit_that_is_in_the_log_is_found() {
            committed("one", LOAF, 0, 1, 2);
            tried(Kind.REFUSED, "two", LOAF, 0, 3, 4);
            stored("two", LOAF);
            isFound("two was refused and is in the log");
        }

        @Test
        void a_refusal_that_nothing_explains_is_found() {
            committed("one", LOAF, 0, 1, 2);
            tried(Kind.REFUSED, "two", LOAF, 2, 3, 4);
            committed("three", LOAF, 2, 5, 6);
            isFound("two was refused while loaf was at version 2");
        }

        @Test
        void a_commit_at_another_version_than_it_expected_is_found() {
            committed("one", LOAF, 0, 1, 2);
            committed("two", LOAF, 0, 3, 4);
            isFound("two expected loaf at version 0 and was committed at 2");
        }

        @Test
        void a_version_that_was_over_already_is_found() {
            committed("one", LOAF, 0, 1, 2);
            asked(0, 3, 4);
            isFound("said to be at version 0 when it was between 2 and 2");
        }

        @Test
        void a_version_that_was_still_to_come_is_found() {
            asked(2, 1, 2);
            committed("one", LOAF, 0, 3, 4);
            isFound("said to be at version 2 when it was between 0 and 0");
        }

        @Test
        void a_version_in_the_middle_of_a_commit_is_found() {
            committed("one", LOAF, 0, 1, 5);
            asked(1, 2, 4);
            isFound("said to be at version 1");
        }

        @Test
        void a_version_of_a_commit_that_was_lost_is_found() {
            asked(2, 3, 4);
            tried(Kind.UNKNOWN, "one", LOAF, 0, 1, TimedCall.NEVER);
            isFound("said to be at version 2");
        }

        @Test
        void an_acknowledged_commit_that_was_replaced_by_another_Runtime_is_found() {
            committed("one", LOAF, 0, 1, 2);
            log.clear();
            Commit other = Commits.fromTheStart().next(EventBuilder.event().json("{}"));
            log.add(other);
            isFound("one was acknowledged and is not in the log");
        }

        @Test
        void a_commit_that_is_there_twice_is_found() {
            committed("one", null, 0, 1, 2);
            stored("one", null);
            isFound("one is in the log more than once");
        }

        @Test
        void two_commits_at_one_version_are_found() {
            committed("one", LOAF, 0, 1, 2);
            Commit second = Commits.from(log.get(0).next())
                    .next(EventBuilder.event()
                            .json(new Attempt("", "two", 1, LOAF, null).content(0))
                            .appliedBy(EventBuilder.aggregate("root", LOAF)));
            log.add(second);
            calls.add(new TimedCall(
                    Kind.UNKNOWN, new Attempt("other", "two", 1, LOAF, null), LOAF, 0, 1, TimedCall.NEVER));
            isFound("aggregate loaf goes from version 2 to 0");
        }

        @Test
        void two_Runtimes_at_one_place_of_the_log_are_found() {
            committed("one", null, 0, 1, 2);
            log.add(log.get(0));
            isFound("at 2 there is a commit at 0");
        }
    }
}
