package io.pushmi.runtime.processing;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The events that were taken in hand in the order of the log, from the oldest that is not done: before that one is what
 * the position may say. Used inside the loop only.
 */
final class Window {
    private final ArrayDeque<Handling> taken = new ArrayDeque<>();
    private int unsaved;

    void add(Handling handling) {
        taken.add(handling);
    }

    /** The oldest event that is not done; null if all are. */
    @Nullable
    Handling oldest() {
        Handling oldest = taken.peek();
        while (oldest != null && oldest.isDone()) {
            taken.remove();
            unsaved++;
            oldest = taken.peek();
        }
        return oldest;
    }

    /** How many there are from the oldest that is not done. */
    int span() {
        return taken.size();
    }

    /** How many were left behind and are not saved. */
    int unsaved() {
        return unsaved;
    }

    /** A position that so many had been left behind for is saved. */
    void saved(int count) {
        unsaved -= count;
    }

    /** How many would be repeated at most if everything was lost that is not saved. */
    int atRisk() {
        return taken.size() + unsaved;
    }

    /** Whether some event is done behind one that is not. */
    boolean hasGaps() {
        Handling oldest = oldest();
        if (oldest == null) {
            return false;
        }
        for (Iterator<Handling> all = taken.iterator(); all.hasNext(); ) {
            if (all.next().isDone()) {
                return true;
            }
        }
        return false;
    }

    void clear() {
        taken.clear();
        unsaved = 0;
    }
}
