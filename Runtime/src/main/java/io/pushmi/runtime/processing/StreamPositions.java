package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.SequenceNumber;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * How many events a processor gets before a position of its log. Remembers some places, more of them where it has been
 * asked, at most a few hundred; between them it counts in the log. Used by any thread.
 */
final class StreamPositions {
    static final int MOST = 256;

    private static final long CLOSEST = 16;

    private final WantedEvents events;
    private final TreeMap<Long, Long> known = new TreeMap<>();
    private long spacing = CLOSEST;
    private volatile long nextNoted;

    StreamPositions(WantedEvents events) {
        this.events = events;
    }

    /** Remembers a place now and then; told of places in ascending order. */
    void note(long position, long streamPosition) {
        if (streamPosition >= nextNoted) {
            know(position, streamPosition);
        }
    }

    /** Forgets everything but this place. */
    synchronized void restart(long position, long streamPosition) {
        known.clear();
        known.put(position, streamPosition);
        spacing = CLOSEST;
        nextNoted = streamPosition + spacing;
    }

    /**
     * How many there are before the position. Fails as the store does.
     *
     * @param hint a position of which it is known, perhaps nearer than those that are remembered
     * @param seen how many there are before the hint
     */
    CompletionStage<Long> at(SequenceNumber position, long hint, long seen) {
        Map.Entry<Long, Long> near = nearest(position.value());
        return near.getKey() < hint && hint <= position.value()
                ? from(hint, seen, position)
                : from(near.getKey(), near.getValue(), position);
    }

    /** How many there are before the position. Fails as the store does. */
    CompletionStage<Long> at(SequenceNumber position) {
        return at(position, Long.MAX_VALUE, 0);
    }

    /** How many places are remembered. */
    synchronized int size() {
        return known.size();
    }

    private CompletionStage<Long> from(long place, long seen, SequenceNumber position) {
        if (place == position.value()) {
            return CompletableFuture.completedFuture(seen);
        }
        return place < position.value()
                ? events.count(new SequenceNumber(place), position).thenApply(more -> {
                    know(position.value(), seen + more);
                    return seen + more;
                })
                : events.count(position, new SequenceNumber(place)).thenApply(fewer -> Math.max(0, seen - fewer));
    }

    private synchronized Map.Entry<Long, Long> nearest(long position) {
        Map.Entry<Long, Long> before = known.floorEntry(position);
        return before == null ? known.firstEntry() : before;
    }

    /** Places that are close to one that is remembered are not worth it. */
    private synchronized void know(long position, long streamPosition) {
        nextNoted = Math.max(nextNoted, streamPosition + spacing);
        Map.Entry<Long, Long> before = known.floorEntry(position);
        Map.Entry<Long, Long> after = known.ceilingEntry(position);
        boolean isClose = (before != null && streamPosition - before.getValue() < spacing)
                || (after != null && after.getValue() - streamPosition < spacing);
        if (!isClose) {
            known.put(position, streamPosition);
            if (known.size() > MOST) {
                thin();
            }
        }
    }

    /** Every other one goes, but not the first: what is before it cannot be counted upwards. */
    private void thin() {
        Iterator<Long> places = known.keySet().iterator();
        boolean goes = false;
        while (places.hasNext()) {
            places.next();
            if (goes) {
                places.remove();
            }
            goes = !goes;
        }
        spacing *= 2;
    }
}
