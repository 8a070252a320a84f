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

    private final WantedEvents events;
    private final TreeMap<Long, Long> known = new TreeMap<>();
    private long spacing = 16;
    private volatile long nextNoted;

    StreamPositions(WantedEvents events) {
        this.events = events;
    }

    /** Remembers a place now and then; told of places in ascending order. */
    void note(long position, long streamPosition) {
        if (streamPosition >= nextNoted) {
            know(position, streamPosition);
            nextNoted = streamPosition + spacing();
        }
    }

    /** Remembers a place. */
    synchronized void know(long position, long streamPosition) {
        known.put(position, streamPosition);
        if (known.size() > MOST) {
            thin();
        }
    }

    /** Forgets everything but this place. */
    synchronized void restart(long position, long streamPosition) {
        known.clear();
        known.put(position, streamPosition);
        nextNoted = streamPosition;
    }

    /** How many there are before the position. Fails as the store does. */
    CompletionStage<Long> at(SequenceNumber position) {
        Map.Entry<Long, Long> near = nearest(position.value());
        long place = near.getKey();
        long seen = near.getValue();
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

    private synchronized long spacing() {
        return spacing;
    }

    private synchronized Map.Entry<Long, Long> nearest(long position) {
        Map.Entry<Long, Long> before = known.floorEntry(position);
        return before == null ? known.firstEntry() : before;
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
