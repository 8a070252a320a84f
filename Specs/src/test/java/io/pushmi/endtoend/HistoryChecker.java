package io.pushmi.endtoend;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares what clients were told with what is in the log: what was acknowledged is there, once, where and as it was
 * acknowledged; what was not is there whole, once, or not at all; nothing else is.
 */
final class HistoryChecker {
    private static final Pattern CONTENT =
            Pattern.compile("\\{\"attempt\":\"([^\"]+)\",\"index\":(\\d+),\"of\":(\\d+)}");

    private final Map<String, Attempt> attempts = new HashMap<>();
    private final Map<String, Commit> found = new LinkedHashMap<>();
    private final Map<String, Long> versions = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private long next;

    private HistoryChecker(List<Attempt> attempts) {
        attempts.forEach(attempt -> this.attempts.put(attempt.name(), attempt));
    }

    /** What does not agree, as sentences; empty if everything does. */
    static List<String> violations(List<Attempt> attempts, List<Commit> log) {
        HistoryChecker checker = new HistoryChecker(attempts);
        log.forEach(checker::read);
        attempts.stream().filter(Attempt::isAcknowledged).forEach(checker::isKept);
        checker.isInOrder(attempts);
        return checker.violations;
    }

    private void read(Commit commit) {
        if (commit.first().value() != next) {
            violations.add("at " + next + " there is a commit at " + commit.first());
        }
        next = commit.next().value();
        Attempt attempt = attemptOf(commit);
        if (attempt == null) {
            return;
        }
        if (commit.count() != attempt.events()) {
            violations.add(attempt.name() + " has " + commit.count() + " of its " + attempt.events() + " events");
        }
        for (int i = 0; i < commit.count(); i++) {
            read(commit, i, attempt);
        }
        if (found.putIfAbsent(attempt.name(), commit) != null) {
            violations.add(attempt.name() + " is in the log more than once");
        }
    }

    private @Nullable Attempt attemptOf(Commit commit) {
        Attempt attempt = attempts.get(attemptIn(commit));
        if (attempt == null) {
            violations.add("the commit at " + commit.first() + " is nobody's");
        }
        return attempt;
    }

    /** The name of the attempt that the commit says it is of; empty if it says none. */
    static String attemptIn(Commit commit) {
        Matcher matcher = CONTENT.matcher(contentOf(commit.events().get(0)));
        return matcher.matches() ? matcher.group(1) : "";
    }

    private void read(Commit commit, int index, Attempt attempt) {
        Event event = commit.events().get(index);
        String content = contentOf(event);
        if (!content.equals(attempt.content(index))) {
            violations.add("event " + index + " of " + attempt.name() + " reads " + content);
        }
        String source = event.appliedBy() == null
                ? null
                : event.appliedBy().aggregate().source().value();
        if (!Objects.equals(source, attempt.aggregate())) {
            violations.add("event " + index + " of " + attempt.name() + " was applied by " + source);
        } else if (event.appliedBy() != null && source != null) {
            long expected = versions.getOrDefault(source, 0L);
            long actual = event.appliedBy().version().value();
            if (actual != expected) {
                violations.add("aggregate " + source + " goes from version " + expected + " to " + actual);
            }
            versions.put(source, actual + 1);
        }
    }

    private void isKept(Attempt attempt) {
        Commit commit = found.get(attempt.name());
        Attempt.Acknowledgement promised = Objects.requireNonNull(attempt.answer());
        if (commit == null) {
            violations.add(attempt.name() + " was acknowledged and is not in the log");
            return;
        }
        List<Long> numbers = new ArrayList<>();
        List<Long> applied = new ArrayList<>();
        for (int i = 0; i < commit.count(); i++) {
            numbers.add(commit.numberOf(i).value());
            Event event = commit.events().get(i);
            if (event.appliedBy() != null) {
                applied.add(event.appliedBy().version().value());
            }
        }
        if (!numbers.equals(promised.numbers())) {
            violations.add(attempt.name() + " was promised " + promised.numbers() + " and has " + numbers);
        }
        if (!applied.equals(promised.versions())) {
            violations.add(attempt.name() + " was promised versions " + promised.versions() + " and has " + applied);
        }
    }

    /** A client waits for one answer before the next attempt, so its commits are in the order of its attempts. */
    private void isInOrder(List<Attempt> all) {
        Map<String, Commit> latest = new HashMap<>();
        for (Attempt attempt : all) {
            Commit commit = found.get(attempt.name());
            if (commit != null && attempt.isAcknowledged()) {
                Commit before = latest.put(attempt.client(), commit);
                if (before != null && !before.first().isBefore(commit.first())) {
                    violations.add(attempt.name() + " is before an earlier one of " + attempt.client());
                }
            }
        }
    }

    private static String contentOf(Event event) {
        return event.content() instanceof Content.Present present
                ? present.bytes().asUtf8()
                : "nothing";
    }
}
