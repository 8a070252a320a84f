package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.log.CommitOutcome.AggregateMoved;
import io.pushmi.runtime.log.CommitOutcome.CommitIdTaken;
import io.pushmi.runtime.log.CommitOutcome.Committed;
import io.pushmi.runtime.log.CommitOutcome.OutcomeUnknown;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.Condition;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.UncommittedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.jspecify.annotations.Nullable;

/**
 * Compares what callers and followers were told, and when, with what is in the log in the end. Every request has content
 * of its own, so that each commit in the log is somebody's.
 */
final class ScheduleChecker {
    /** A commit that was asked for. */
    static final class Call {
        private final CommitRequest request;
        private final long acknowledged;
        private @Nullable CommitOutcome outcome;
        private long majority;

        /** @param acknowledged where the log ended at the least when it was asked for: what was acknowledged by then */
        Call(CommitRequest request, long acknowledged) {
            this.request = request;
            this.acknowledged = acknowledged;
        }

        /** @param end where that part of the log ended which a majority was known to have at this moment */
        void answered(CommitOutcome answer, long end) {
            outcome = answer;
            majority = end;
        }

        CommitRequest request() {
            return request;
        }

        @Nullable
        CommitOutcome outcome() {
            return outcome;
        }

        /** Whether it may be in the log for all that its caller knows. */
        boolean leavesOpen() {
            return outcome == null || outcome instanceof OutcomeUnknown;
        }
    }

    private final List<Commit> log;
    private final List<Call> calls;
    private final List<Map<AggregateId, AggregateVersion>> before = new ArrayList<>();
    private final Map<Content, Commit> contents = new HashMap<>();
    private final Map<CommitId, Commit> ids = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    private ScheduleChecker(List<Commit> log, List<Call> calls) {
        this.log = log;
        this.calls = calls;
    }

    /** What does not agree between the calls and the log, as sentences; empty if everything does. */
    static List<String> violations(List<Call> calls, List<Commit> log) {
        ScheduleChecker checker = new ScheduleChecker(log, calls);
        checker.replay();
        if (checker.violations.isEmpty()) {
            calls.forEach(checker::check);
            log.forEach(checker::isSomebodys);
        }
        return checker.violations;
    }

    /** Where the chain of the log's documents is broken. */
    static List<String> chainViolations(Iterable<BsonDocument> documents) {
        List<String> violations = new ArrayList<>();
        long next = 0;
        Object token = null;
        for (BsonDocument document : documents) {
            long first = document.getNumber("_id").longValue();
            if (first != next) {
                violations.add("at " + next + " there is a document at " + first);
            }
            var previous = document.get("previous", BsonNull.VALUE);
            if (!Objects.equals(previous.isString() ? previous.asString().getValue() : null, token)) {
                violations.add("the document at " + first + " follows " + previous + " instead of " + token);
            }
            next = first + document.getNumber("count").longValue();
            token = document.getString("token").getValue();
        }
        return violations;
    }

    private void replay() {
        Map<AggregateId, AggregateVersion> versions = new HashMap<>();
        SequenceNumber next = SequenceNumber.FIRST;
        for (Commit commit : log) {
            expect(commit.first().equals(next), "at " + next + " there is a commit at " + commit.first());
            next = commit.next();
            before.add(Map.copyOf(versions));
            for (Event event : commit.events()) {
                expect(contents.put(event.content(), commit) == null, event.content() + " is in the log twice");
                replay(event, versions);
            }
            for (AggregateState state : commit.aggregates()) {
                expect(
                        state.next().equals(versions.get(state.aggregate())),
                        "the commit at " + commit.first() + " says " + state + ", but it is " + versions);
            }
            expect(ids.put(commit.id(), commit) == null, "commit id " + commit.id() + " is in the log twice");
        }
        before.add(versions);
    }

    private void replay(Event event, Map<AggregateId, AggregateVersion> versions) {
        if (event.appliedBy() != null) {
            AggregateId aggregate = event.appliedBy().aggregate();
            AggregateVersion version = versions.getOrDefault(aggregate, AggregateVersion.INITIAL);
            expect(
                    event.appliedBy().version().equals(version),
                    aggregate + " goes from " + version + " to "
                            + event.appliedBy().version());
            versions.put(aggregate, version.next());
        }
    }

    private void check(Call call) {
        if (call.outcome instanceof Committed committed) {
            isKept(call, committed.commit());
        } else if (call.outcome instanceof AggregateMoved moved) {
            isJustified(call, moved);
        } else if (call.outcome instanceof CommitIdTaken taken) {
            Commit other = ids.get(taken.id());
            expect(
                    other != null && !isOf(other, call.request) && other.next().value() <= call.majority,
                    "commit id " + taken.id() + " was called taken and is not");
        }
    }

    private void isKept(Call call, Commit commit) {
        int place = log.indexOf(commit);
        expect(place >= 0, "the commit at " + commit.first() + " was acknowledged and is not in the log so");
        expect(isOf(commit, call.request), "the commit at " + commit.first() + " is not what was asked for");
        expect(
                commit.next().value() <= call.majority,
                "the commit at " + commit.first() + " was acknowledged before a majority had it");
        expect(
                call.request.id() != null || commit.first().value() >= call.acknowledged,
                "the commit at " + commit.first() + " is before one that was acknowledged before it was asked for");
        if (place >= 0) {
            for (Condition condition : call.request.conditions()) {
                Condition.AggregateAt at = (Condition.AggregateAt) condition;
                expect(
                        before.get(place)
                                .getOrDefault(at.aggregate(), AggregateVersion.INITIAL)
                                .equals(at.expected()),
                        condition + " did not hold where " + commit.first() + " went in");
            }
        }
    }

    /** Somewhere between what was acknowledged when it was asked for and what was there when it was answered. */
    private void isJustified(Call call, AggregateMoved moved) {
        boolean isJustified = false;
        for (int i = 0; i <= log.size() && !isJustified; i++) {
            long end = i == 0 ? 0 : log.get(i - 1).next().value();
            isJustified = end >= call.acknowledged
                    && end <= call.majority
                    && !moved.actual().equals(moved.expected())
                    && moved.actual().equals(before.get(i).getOrDefault(moved.aggregate(), AggregateVersion.INITIAL))
                    && !isWithin(call.request.id(), end);
        }
        expect(isJustified, moved + " was never so while it was asked for");
    }

    private boolean isWithin(CommitId.@Nullable Chosen id, long end) {
        Commit original = id == null ? null : ids.get(id);
        return original != null && original.next().value() <= end;
    }

    private void isSomebodys(Commit commit) {
        List<Call> asking =
                calls.stream().filter(call -> isOf(commit, call.request)).toList();
        expect(!asking.isEmpty(), "the commit at " + commit.first() + " is nobody's");
        expect(
                asking.isEmpty()
                        || asking.stream().anyMatch(call -> call.leavesOpen() || call.outcome instanceof Committed),
                "the commit at " + commit.first() + " is in the log, but its callers were told "
                        + asking.stream().map(Call::outcome).toList());
    }

    private static boolean isOf(Commit commit, CommitRequest request) {
        return (request.id() == null || request.id().equals(commit.id()))
                && commit.events().stream()
                        .map(Event::content)
                        .toList()
                        .equals(request.events().stream()
                                .map(UncommittedEvent::content)
                                .toList());
    }

    private void expect(boolean holds, String violation) {
        if (!holds) {
            violations.add(violation);
        }
    }
}
