package io.pushmi.endtoend;

import io.pushmi.endtoend.TimedCall.Kind;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Looks for a log that cannot have come about in the order in which things happened, whichever of several Runtimes the
 * clients spoke to. Besides what {@link HistoryChecker} says:
 *
 * <ul>
 *   <li>A commit that was answered before another was sent is before it in the log.
 *   <li>A commit that was refused for the version of its aggregate is not in the log, and the aggregate may have had
 *       another version at some moment between the commit and the refusal.
 *   <li>A commit to an aggregate begins at the version that it expected.
 *   <li>A version that an aggregate was said to have, it may have had at some moment between question and answer.
 * </ul>
 *
 * Since commits of an aggregate are in the log in one order, this is all that makes it linearizable.
 */
final class RealTimeChecker {
    private final Map<String, TimedCall> byName = new HashMap<>();
    private final List<Found> found = new ArrayList<>();
    private final Map<String, List<Found>> byAggregate = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    /**
     * A commit of the log with the call that made it.
     *
     * @param before the version of its aggregate before it; 0 for plain events
     */
    private record Found(TimedCall call, long before, long after) {}

    private RealTimeChecker(List<TimedCall> calls, List<Commit> log) {
        calls.stream()
                .filter(call -> call.attempt() != null)
                .forEach(call ->
                        byName.put(Objects.requireNonNull(call.attempt()).name(), call));
        log.forEach(this::find);
    }

    /** What does not agree, as sentences; empty if everything does. */
    static List<String> violations(List<TimedCall> calls, List<Commit> log) {
        List<Attempt> attempts = calls.stream()
                .flatMap(call -> Stream.ofNullable(call.attempt()))
                .toList();
        RealTimeChecker checker = new RealTimeChecker(calls, log);
        checker.followsTime();
        calls.forEach(checker::check);
        return Stream.concat(HistoryChecker.violations(attempts, log).stream(), checker.violations.stream())
                .toList();
    }

    private void find(Commit commit) {
        TimedCall call = byName.get(HistoryChecker.attemptIn(commit));
        if (call == null) {
            return;
        }
        Event first = commit.events().get(0);
        long before =
                first.appliedBy() == null ? 0 : first.appliedBy().version().value();
        Found here = new Found(call, before, before + commit.count());
        found.add(here);
        if (call.aggregate() != null) {
            byAggregate
                    .computeIfAbsent(call.aggregate(), none -> new ArrayList<>())
                    .add(here);
        }
    }

    /** Goes through the log from its end, with the commit of those behind that was answered first. */
    private void followsTime() {
        TimedCall first = null;
        for (int i = found.size() - 1; i >= 0; i--) {
            TimedCall call = found.get(i).call();
            if (first != null && first.answered() < call.sent()) {
                violations.add(call.name() + " is before " + first.name() + ", which was answered "
                        + (call.sent() - first.answered()) + " ns before the other was sent");
            }
            if (first == null || call.answered() < first.answered()) {
                first = call;
            }
        }
    }

    private void check(TimedCall call) {
        switch (call.kind()) {
            case ACKNOWLEDGED -> beginsWhereItExpected(call);
            case REFUSED -> wasRefusedForAReason(call);
            case ASKED -> mayHaveHadTheVersion(call);
            case UNKNOWN -> {}
        }
    }

    private void beginsWhereItExpected(TimedCall call) {
        if (call.aggregate() != null) {
            commitsOf(call).stream()
                    .filter(commit -> commit.call().equals(call) && commit.before() != call.version())
                    .forEach(commit -> violations.add(call.name() + " expected " + call.aggregate() + " at version "
                            + call.version() + " and was committed at " + commit.before()));
        }
    }

    private void wasRefusedForAReason(TimedCall call) {
        if (found.stream().anyMatch(commit -> commit.call().equals(call))) {
            violations.add(call.name() + " was refused and is in the log");
        }
        if (lowest(call) == call.version() && highest(call) == call.version()) {
            violations.add(call.name() + " was refused while " + call.aggregate() + " was at version " + call.version()
                    + ", as it expected");
        }
    }

    private void mayHaveHadTheVersion(TimedCall call) {
        boolean isVersion =
                call.version() == 0 || commitsOf(call).stream().anyMatch(commit -> commit.after() == call.version());
        if (!isVersion || call.version() < lowest(call) || call.version() > highest(call)) {
            violations.add(call.aggregate() + " was said to be at version " + call.version() + " when it was between "
                    + lowest(call) + " and " + highest(call));
        }
    }

    /** What has been acknowledged before the call has happened, and so has everything before it. */
    private long lowest(TimedCall call) {
        return commitsOf(call).stream()
                .filter(commit -> commit.call().kind() == Kind.ACKNOWLEDGED
                        && commit.call().answered() < call.sent())
                .mapToLong(Found::after)
                .max()
                .orElse(0);
    }

    /** What was not sent before the answer had not happened by then, and nothing behind it had. */
    private long highest(TimedCall call) {
        return commitsOf(call).stream()
                .takeWhile(commit -> commit.call().sent() < call.answered())
                .mapToLong(Found::after)
                .max()
                .orElse(0);
    }

    private List<Found> commitsOf(TimedCall call) {
        return byAggregate.getOrDefault(String.valueOf(call.aggregate()), List.of());
    }
}
