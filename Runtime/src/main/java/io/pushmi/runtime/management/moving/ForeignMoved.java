package io.pushmi.runtime.management.moving;

import java.util.List;

/**
 * What was taken over from another product's store.
 *
 * @param notes what a person should know about it, each a sentence or so
 */
public record ForeignMoved(Moved moved, List<String> notes) {
    public ForeignMoved {
        notes = List.copyOf(notes);
    }
}
