package io.pushmi.runtime.doors.pushmi;

import io.pushmi.runtime.storage.SequenceNumber;
import java.util.List;

/**
 * Events that another Runtime sent together, in the direction of the read.
 *
 * @param next where to go on after them
 */
public record ShownPage(List<ShownEvent> events, SequenceNumber next) {
    public ShownPage {
        events = List.copyOf(events);
    }
}
