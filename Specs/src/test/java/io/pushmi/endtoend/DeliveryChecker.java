package io.pushmi.endtoend;

import io.pushmi.endtoend.ProcessorJournal.Answered;
import io.pushmi.endtoend.ProcessorJournal.Delivered;
import io.pushmi.endtoend.ProcessorJournal.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a processor was given with the log: every event that it wants, as it is in the log, in order, at the
 * same stream position whenever it comes, at most so many at the same time, and again only as far as the rules allow.
 */
final class DeliveryChecker {
    private final DeliveryRules rules;
    private final Map<Long, LoggedEvent> wanted = new TreeMap<>();
    private final Map<Long, Integer> positions = new HashMap<>();
    private final Map<String, Line> lines = new HashMap<>();
    private final Map<Long, Delivered> latest = new HashMap<>();
    private final Set<Long> failed = new HashSet<>();
    private final Set<Long> everFailed = new HashSet<>();
    private final Map<Integer, Integer> repeated = new TreeMap<>();
    private final Map<Integer, Set<Long>> working = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    private DeliveryChecker(DeliveryRules rules, List<LoggedEvent> log) {
        this.rules = rules;
        for (LoggedEvent event : log) {
            if (rules.wants().test(event)) {
                positions.put(event.number(), wanted.size());
                wanted.put(event.number(), event);
                lineOf(event).numbers.add(event.number());
            }
        }
    }

    /** Goes through everything that happened, against the whole log. */
    static DeliveryChecker check(DeliveryRules rules, List<LoggedEvent> log, List<Step> steps) {
        DeliveryChecker checker = new DeliveryChecker(rules, log);
        for (Step step : steps) {
            if (step instanceof Delivered delivered) {
                checker.read(delivered);
            } else if (step instanceof Answered answered) {
                checker.read(answered);
            }
        }
        checker.nothingIsLeft();
        checker.repeatsAreFew();
        return checker;
    }

    /** What does not agree, as sentences; empty if everything does. */
    List<String> violations() {
        return violations;
    }

    /** How many events of a connection came again on a later one, for each from which any did. */
    Map<Integer, Integer> repeated() {
        return repeated;
    }

    private void read(Delivered delivered) {
        LoggedEvent event = wanted.get(delivered.number());
        if (event == null) {
            violation("was given " + delivered.number() + ", which it does not want or the log does not have");
            return;
        }
        if (!event.equals(delivered.event())) {
            violation("was given " + delivered.event() + " where the log has " + event);
        }
        int position = positions.getOrDefault(delivered.number(), -1);
        if (delivered.streamPosition() >= 0 && delivered.streamPosition() != position) {
            violation("was given " + delivered.number() + " at stream position " + delivered.streamPosition()
                    + " instead of " + position);
        }
        if (delivered.again() && !everFailed.contains(delivered.number())) {
            violation("was told that " + delivered.number() + " failed before, which it did not");
        }
        isInOrder(delivered, lineOf(event));
        isNotTooMuch(delivered);
        countRepeat(delivered);
    }

    private void isInOrder(Delivered delivered, Line line) {
        long number = delivered.number();
        if (number > line.next()) {
            violation("was given " + number + " before " + line.next() + " was handled");
        }
        Delivered before = line.last;
        if (before != null && before.connection() == delivered.connection()) {
            if (workingOn(before.connection()).contains(before.number())) {
                violation("was given " + number + " while " + before.number() + " was still being handled");
            } else if (number < before.number() || (number == before.number() && !failed.contains(number))) {
                violation("was given " + number + " after " + before.number() + " on connection "
                        + delivered.connection());
            }
        }
        line.last = delivered;
    }

    private void isNotTooMuch(Delivered delivered) {
        Set<Long> now = workingOn(delivered.connection());
        now.add(delivered.number());
        if (now.size() > rules.concurrency()) {
            violation("was given " + delivered.number() + " while " + (now.size() - 1) + " others were being handled");
        }
    }

    /** An event that failed has to come again; that is not counted. */
    private void countRepeat(Delivered delivered) {
        Delivered before = latest.put(delivered.number(), delivered);
        if (before != null && before.connection() != delivered.connection() && !failed.contains(delivered.number())) {
            repeated.merge(before.connection(), 1, Integer::sum);
        }
        failed.remove(delivered.number());
    }

    private void read(Answered answered) {
        workingOn(answered.connection()).remove(answered.number());
        LoggedEvent event = wanted.get(answered.number());
        if (event != null && answered.handled()) {
            lineOf(event).handled(answered.number());
        } else {
            failed.add(answered.number());
            everFailed.add(answered.number());
        }
    }

    private void nothingIsLeft() {
        for (Line line : lines.values()) {
            line.numbers.stream()
                    .filter(number -> !line.handled.contains(number))
                    .forEach(number -> violation("never handled " + number));
        }
    }

    private void repeatsAreFew() {
        repeated.forEach((connection, times) -> {
            boolean inGoodOrder = rules.ended().contains(connection);
            if (inGoodOrder || times > rules.window()) {
                violation("was given " + times + " events of connection " + connection + " again, which "
                        + (inGoodOrder ? "was ended in good order" : "is more than " + rules.window()));
            }
        });
    }

    private Line lineOf(LoggedEvent event) {
        return lines.computeIfAbsent(rules.isPartitioned() ? event.source() : "", none -> new Line());
    }

    private Set<Long> workingOn(int connection) {
        return working.computeIfAbsent(connection, none -> new HashSet<>());
    }

    private void violation(String what) {
        violations.add(rules.name() + " " + what);
    }

    /** Events that have to be handled one after the other. */
    private static final class Line {
        private final List<Long> numbers = new ArrayList<>();
        private final Set<Long> handled = new HashSet<>();
        private int handledUpTo;
        private @Nullable Delivered last;

        private void handled(long number) {
            handled.add(number);
            while (handledUpTo < numbers.size() && handled.contains(numbers.get(handledUpTo))) {
                handledUpTo++;
            }
        }

        /** The first one that was not handled yet, or one beyond all. */
        private long next() {
            return handledUpTo < numbers.size() ? numbers.get(handledUpTo) : Long.MAX_VALUE;
        }
    }
}
