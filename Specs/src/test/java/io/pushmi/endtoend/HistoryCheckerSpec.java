package io.pushmi.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.endtoend.Attempt.Acknowledgement;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Before the checker is believed about crashes, it has to find what is planted into a history that is right. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HistoryCheckerSpec {
    private final Random random = new Random(7);
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Commit> log = new ArrayList<>();

    @BeforeEach
    void a_history_that_is_right() {
        Commits commits = Commits.fromTheStart();
        for (int i = 0; i < 60; i++) {
            String aggregate = i % 3 == 0 ? null : "source-" + i % 2;
            Attempt attempt = new Attempt("client-" + i % 4, "attempt-" + i, 1 + random.nextInt(4), aggregate, null);
            boolean isStored = i % 7 != 3;
            boolean isAcknowledged = isStored && i % 5 != 2;
            if (isStored) {
                Commit commit = commits.next(requestOf(attempt));
                log.add(commit);
                attempts.add(isAcknowledged ? acknowledged(attempt, commit) : attempt);
            } else {
                attempts.add(attempt);
            }
        }
        assertThat(HistoryChecker.violations(attempts, log)).isEmpty();
    }

    private static RequestBuilder requestOf(Attempt attempt) {
        RequestBuilder request = RequestBuilder.request();
        for (int i = 0; i < attempt.events(); i++) {
            EventBuilder event = EventBuilder.event().json(attempt.content(i));
            request.events(
                    attempt.aggregate() == null
                            ? event
                            : event.appliedBy(EventBuilder.aggregate("root", attempt.aggregate())));
        }
        return request;
    }

    private static Attempt acknowledged(Attempt attempt, Commit commit) {
        List<Long> numbers = new ArrayList<>();
        List<Long> versions = new ArrayList<>();
        for (int i = 0; i < commit.count(); i++) {
            numbers.add(commit.numberOf(i).value());
            Event event = commit.events().get(i);
            if (event.appliedBy() != null) {
                versions.add(event.appliedBy().version().value());
            }
        }
        return new Attempt(
                attempt.client(),
                attempt.name(),
                attempt.events(),
                attempt.aggregate(),
                new Acknowledgement(numbers, versions));
    }

    private void isFound(String violation) {
        assertThat(HistoryChecker.violations(attempts, log)).anyMatch(found -> found.contains(violation));
    }

    private int acknowledgedWith(int events, boolean applied) {
        for (int i = 10; i < log.size(); i++) {
            Attempt attempt = attemptOf(log.get(i));
            if (attempt.isAcknowledged() && attempt.events() >= events && (attempt.aggregate() != null) == applied) {
                return i;
            }
        }
        throw new AssertionError("the history has no such commit");
    }

    private Attempt attemptOf(Commit commit) {
        return attempts.stream()
                .filter(attempt -> EventBuilder.event()
                        .json(attempt.content(0))
                        .build()
                        .content()
                        .equals(commit.events().get(0).content()))
                .findFirst()
                .orElseThrow();
    }

    /** The commits from the index on, moved so that they follow what is before them. */
    private void renumberFrom(int index) {
        for (int i = index; i < log.size(); i++) {
            SequenceNumber first =
                    i == 0 ? SequenceNumber.FIRST : log.get(i - 1).next();
            log.set(i, with(log.get(i), first, log.get(i).events()));
        }
    }

    private static Commit with(Commit commit, SequenceNumber first, List<Event> events) {
        return new Commit(
                first,
                commit.id(),
                commit.occurred(),
                commit.context(),
                commit.kind(),
                events,
                commit.aggregates(),
                commit.checkpoint());
    }

    private static Event with(Event event, @Nullable String json) {
        return json == null
                ? event
                : event.withContent(EventBuilder.event().json(json).build().content());
    }

    @Nested
    class when_a_violation_is_planted {
        @Test
        void a_lost_acknowledged_commit_is_found() {
            log.remove(acknowledgedWith(1, false));
            isFound("was acknowledged and is not in the log");
        }

        @Test
        void the_last_commit_lost_is_found() {
            int last = log.size() - 1;
            while (!attemptOf(log.get(last)).isAcknowledged()) {
                last--;
            }
            log.subList(last, log.size()).clear();
            isFound("was acknowledged and is not in the log");
        }

        @Test
        void a_gap_is_found() {
            int index = acknowledgedWith(1, false);
            Commit commit = log.get(index);
            log.set(index, with(commit, commit.first().plus(1), commit.events()));
            isFound("there is a commit at");
        }

        @Test
        void a_commit_that_is_there_twice_is_found() {
            int index = acknowledgedWith(1, false);
            log.add(index + 1, log.get(index));
            renumberFrom(index + 1);
            isFound("more than once");
        }

        @Test
        void half_a_commit_is_found_even_if_nobody_was_told_of_it() {
            int index = acknowledgedWith(2, false);
            Commit commit = log.get(index);
            log.set(index, with(commit, commit.first(), commit.events().subList(0, 1)));
            renumberFrom(index + 1);
            attempts.replaceAll(attempt ->
                    new Attempt(attempt.client(), attempt.name(), attempt.events(), attempt.aggregate(), null));
            isFound("has 1 of its");
        }

        @Test
        void events_out_of_order_in_a_commit_are_found() {
            int index = acknowledgedWith(2, false);
            List<Event> events = new ArrayList<>(log.get(index).events());
            Collections.reverse(events);
            log.set(index, with(log.get(index), log.get(index).first(), events));
            isFound("reads");
        }

        @Test
        void two_commits_that_changed_places_are_found() {
            int index = acknowledgedWith(1, false);
            Collections.swap(log, index, index + 4);
            renumberFrom(index);
            isFound("was promised");
        }

        @Test
        void a_changed_content_is_found() {
            int index = acknowledgedWith(2, true);
            List<Event> events = new ArrayList<>(log.get(index).events());
            events.set(1, with(events.get(1), "{\"attempt\":\"other\",\"index\":1,\"of\":2}"));
            log.set(index, with(log.get(index), log.get(index).first(), events));
            isFound("reads");
        }

        @Test
        void a_wrong_aggregate_version_is_found() {
            int index = acknowledgedWith(1, true);
            int earlier = acknowledgedWith(2, true);
            Commit wrong = log.get(index);
            log.set(
                    index,
                    with(wrong, wrong.first(), List.of(log.get(earlier).events().get(1))));
            isFound("goes from version");
        }

        @Test
        void a_commit_of_nobody_is_found() {
            log.add(Commits.from(log.get(log.size() - 1).next())
                    .next(EventBuilder.event().json("{\"attempt\":\"ghost\",\"index\":0,\"of\":1}")));
            isFound("is nobody's");
        }
    }
}
