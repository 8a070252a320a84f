package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.SequenceNumber;

/** How far a processor has looked at the log, and how many of its events it has seen. Used inside the loop only. */
final class Frontier {
    private final Source source;
    private final Wanted wanted;
    private final StreamPositions positions;
    private long position;
    private long streamPosition;

    Frontier(Source source, Wanted wanted, StreamPositions positions, SequenceNumber position, long streamPosition) {
        this.source = source;
        this.wanted = wanted;
        this.positions = positions;
        moveTo(position, streamPosition);
    }

    /** Everything before is looked at. */
    SequenceNumber position() {
        return new SequenceNumber(position);
    }

    /** How many events before the position the processor gets. */
    long streamPosition() {
        return streamPosition;
    }

    /** Goes on elsewhere; what was fetched is forgotten. */
    void moveTo(SequenceNumber to, long seen) {
        source.end();
        position = to.value();
        streamPosition = seen;
    }

    /** Whether what was fetched may have been erased meanwhile. */
    boolean isStale() {
        return source.isStale();
    }

    /** Forgets what was fetched, until it is needed again. */
    void rest() {
        source.end();
    }

    /** Moves on to the next event that the processor gets. False if it is not here yet, or behind the end. */
    boolean findNext() {
        if (!source.isOpen()) {
            source.begin(position());
        }
        for (Commit commit = source.peek(); commit != null; commit = source.peek()) {
            position = Math.max(position, commit.first().value());
            if (wanted.endsAt(commit)) {
                return false;
            }
            wanted.reached(commit);
            for (int i = index(commit); i < commit.count(); i++) {
                if (wanted.includes(commit, i)) {
                    position = commit.first().value() + i;
                    return true;
                }
            }
            position = commit.next().value();
            source.drop();
        }
        return false;
    }

    /** The commit of the event that was found. */
    Commit commit() {
        Commit commit = source.peek();
        if (commit == null) {
            throw new IllegalStateException("no event was found at " + position);
        }
        return commit;
    }

    int index() {
        return index(commit());
    }

    /** Leaves the event that was found. */
    void pass() {
        Commit commit = commit();
        position++;
        streamPosition++;
        positions.note(position, streamPosition);
        if (position == commit.next().value()) {
            source.drop();
        }
    }

    private int index(Commit commit) {
        return (int) (position - commit.first().value());
    }
}
