package io.pushmi.runtime.events.erasing;

import io.pushmi.runtime.events.streams.StreamEvents;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.ContentType;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** What one erasure makes of commits. Commits that the log made for itself stay as they are. */
final class Reduction {
    private final Key key;
    private final Predicate<Event> concerns;
    private final Function<Content.Legible, Optional<Content>> reduce;
    private final SequenceNumber before;
    private final Predicate<Commit> counts;

    private Reduction(
            Key key,
            Predicate<Event> concerns,
            Function<Content.Legible, Optional<Content>> reduce,
            SequenceNumber before,
            Predicate<Commit> counts) {
        this.key = key;
        this.concerns = concerns;
        this.reduce = reduce;
        this.before = before;
        this.counts = counts;
    }

    static Reduction of(Erasure erasure) {
        return of(erasure, erasure.before(), commit -> true);
    }

    /**
     * What an erasure makes of the copies in a stream of its log: of those whose events it counts for there.
     *
     * @param before where it ends in the stream
     */
    static Reduction ofStream(Erasure erasure, SequenceNumber before) {
        return of(erasure, before, commit -> StreamEvents.sourceNumber(commit).isBefore(erasure.before()));
    }

    private static Reduction of(Erasure erasure, SequenceNumber before, Predicate<Commit> counts) {
        if (erasure.request().target() instanceof Target.OfSource of) {
            return new Reduction(
                    new Key.OfEventSource(of.source()),
                    event -> of.source().equals(event.source()),
                    content -> Optional.of(Content.ERASED),
                    before,
                    counts);
        }
        Target.OfProperties of = (Target.OfProperties) erasure.request().target();
        JsonRedaction redaction = new JsonRedaction(of.properties());
        return new Reduction(
                of.source() == null ? new Key.OfEventType(of.type()) : new Key.OfEventSource(of.source()),
                event -> isOf(of, event),
                content -> content.type().equals(ContentType.JSON)
                        ? redaction.of(content.bytes()).map(rest -> new Content.Redacted(rest, content.type()))
                        : Optional.empty(),
                before,
                counts);
    }

    /** What every commit with an event that is concerned can be found by. */
    Key key() {
        return key;
    }

    /** Whether the commit has an event that the erasure is about, erased already or not. */
    boolean concerns(Commit commit) {
        return commit.kind() != CommitKind.SYSTEM
                && commit.first().isBefore(before)
                && counts.test(commit)
                && commit.events().stream().anyMatch(concerns);
    }

    /** What is to remain of those events of which something is to go. */
    Map<SequenceNumber, Content> of(Commit commit) {
        Map<SequenceNumber, Content> remaining = new LinkedHashMap<>();
        if (commit.kind() == CommitKind.SYSTEM || !counts.test(commit)) {
            return remaining;
        }
        for (int i = 0; i < commit.count() && commit.numberOf(i).isBefore(before); i++) {
            Event event = commit.events().get(i);
            SequenceNumber number = commit.numberOf(i);
            if (concerns.test(event) && event.content() instanceof Content.Legible content) {
                reduce.apply(content).ifPresent(rest -> remaining.put(number, rest));
            }
        }
        return remaining;
    }

    private static boolean isOf(Target.OfProperties target, Event event) {
        return event.type() != null
                && event.type().id().equals(target.type())
                && (target.source() == null || target.source().equals(event.source()));
    }
}
