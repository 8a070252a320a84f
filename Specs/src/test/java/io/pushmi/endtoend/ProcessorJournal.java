package io.pushmi.endtoend;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a client was given for one processor and what it made of it, in the order in which that happened. */
final class ProcessorJournal {
    private final List<Step> steps = new ArrayList<>();
    private final Set<Long> handled = new HashSet<>();
    private int connections;

    /** One thing that happened on one of the client's connections, which are counted from 0. */
    sealed interface Step {
        int connection();

        long number();
    }

    /**
     * An event came.
     *
     * @param streamPosition its position among the events that the processor gets, or -1 where no position comes with it
     * @param again whether it came with the word that it failed before
     */
    record Delivered(int connection, LoggedEvent event, long streamPosition, boolean again) implements Step {
        @Override
        public long number() {
            return event.number();
        }
    }

    /** The client is done with an event and says so. */
    record Answered(int connection, long number, boolean handled) implements Step {}

    /** Begins a further connection. */
    synchronized int connected() {
        return connections++;
    }

    /** How many connections there were so far. */
    synchronized int connections() {
        return connections;
    }

    synchronized void note(Delivered step) {
        steps.add(step);
    }

    synchronized void note(Answered step) {
        steps.add(step);
        if (step.handled()) {
            handled.add(step.number());
        }
    }

    /** How many different events were handled. */
    synchronized int handled() {
        return handled.size();
    }

    synchronized List<Step> steps() {
        return List.copyOf(steps);
    }
}
