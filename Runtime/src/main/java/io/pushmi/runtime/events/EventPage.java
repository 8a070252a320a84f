package io.pushmi.runtime.events;

import io.pushmi.runtime.storage.SequenceNumber;
import java.util.List;

/**
 * Events that one read found, by commit, in the direction of the read.
 *
 * @param excerpts every event that was asked for and lies between where the page before ended and {@code next}
 * @param next where to go on: forward, the position to read from; backward, the one to read up to
 */
public record EventPage(List<Excerpt> excerpts, SequenceNumber next) {
    public EventPage {
        excerpts = List.copyOf(excerpts);
    }
}
