package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events a processor gets: those of its selection, from where it opens to where it ends. One that is to begin at an
 * instant that no event has reached opens at the first that does. Read by any thread.
 */
final class Wanted {
    private static final long NOT_YET = Long.MAX_VALUE;

    private final Selection selection;
    private final Set<Key> keys;
    private final @Nullable Instant opensAt;
    private final @Nullable Instant stopAt;
    private volatile long openFrom;

    private Wanted(Selection selection, @Nullable Instant opensAt, @Nullable Instant stopAt, long openFrom) {
        this.selection = selection;
        this.keys = selection.keys();
        this.opensAt = opensAt;
        this.stopAt = stopAt;
        this.openFrom = openFrom;
    }

    static Wanted from(SequenceNumber position, ProcessorDefinition definition) {
        return new Wanted(definition.selection(), null, definition.stopAt(), position.value());
    }

    static Wanted onceThereIs(Instant instant, ProcessorDefinition definition) {
        return new Wanted(definition.selection(), instant, definition.stopAt(), NOT_YET);
    }

    /** What commits with such events are found by; empty if only by looking at all. */
    Set<Key> keys() {
        return keys;
    }

    /** Told of every commit that the processor comes to, in order. */
    void reached(Commit commit) {
        if (openFrom == NOT_YET && opensAt != null && !commit.occurred().isBefore(opensAt)) {
            openFrom = commit.first().value();
        }
    }

    /** Opens at the position at the latest, since somebody wants what is there. */
    void openFrom(SequenceNumber position) {
        openFrom = Math.min(openFrom, position.value());
    }

    boolean includes(Commit commit, int index) {
        return selection.includes(commit, commit.events().get(index))
                && commit.first().value() + index >= openFrom;
    }

    /** Whether the commit is one that the processor stops at. */
    boolean endsAt(Commit commit) {
        return stopAt != null && !commit.occurred().isBefore(stopAt);
    }

    /** How many events of the commit it gets, of those from one position up to another. */
    int count(Commit commit, SequenceNumber from, SequenceNumber to) {
        int count = 0;
        for (int i = 0; i < commit.count(); i++) {
            long position = commit.first().value() + i;
            if (position >= from.value() && position < to.value() && includes(commit, i)) {
                count++;
            }
        }
        return count;
    }
}
