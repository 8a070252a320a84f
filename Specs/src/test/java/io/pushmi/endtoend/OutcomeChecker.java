package io.pushmi.endtoend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** Compares what processors have made of a log, which is streams and read models, with the log. */
final class OutcomeChecker {
    private OutcomeChecker() {}

    /** How often an event of a key was counted, and the number of the last one. */
    record Count(long count, long last) {}

    /** What does not agree between a log and its filtered stream, as sentences; empty if everything does. */
    static List<String> streamViolations(
            List<LoggedEvent> log,
            Predicate<LoggedEvent> isIncluded,
            Function<LoggedEvent, String> partition,
            List<StreamedEvent> stream) {
        List<String> violations = new ArrayList<>();
        List<LoggedEvent> expected = log.stream().filter(isIncluded).toList();
        if (stream.size() != expected.size()) {
            violations.add("the stream has " + stream.size() + " events instead of " + expected.size());
        }
        for (int i = 0; i < Math.min(stream.size(), expected.size()); i++) {
            LoggedEvent source = expected.get(i);
            StreamedEvent wanted = new StreamedEvent(
                    new LoggedEvent(i, source.type(), source.source(), source.isPublic(), source.content()),
                    partition.apply(source),
                    source.number() + 1);
            if (!stream.get(i).equals(wanted)) {
                violations.add("at " + i + " the stream has " + stream.get(i) + " instead of " + wanted);
            }
        }
        return violations;
    }

    /** What does not agree between a log and the counts of its events by source, as sentences; empty if all does. */
    static List<String> countViolations(List<LoggedEvent> log, Map<String, Count> counts) {
        Map<String, Count> expected = new TreeMap<>();
        for (LoggedEvent event : log) {
            expected.merge(
                    event.source(),
                    new Count(1, event.number()),
                    (before, one) -> new Count(before.count() + 1, one.last()));
        }
        List<String> violations = new ArrayList<>();
        expected.forEach((source, count) -> {
            if (!count.equals(counts.get(source))) {
                violations.add(
                        "the read model of \"" + source + "\" is " + counts.get(source) + " instead of " + count);
            }
        });
        Map<String, Count> others = new HashMap<>(counts);
        others.keySet().removeAll(expected.keySet());
        others.forEach((key, count) -> violations.add("there is a read model of \"" + key + "\", which has no event"));
        return violations;
    }
}
