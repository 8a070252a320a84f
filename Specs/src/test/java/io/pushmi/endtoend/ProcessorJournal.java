package io.pushmi.endtoend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a client, or several together, was given for one processor and what it made of it, in the order in which that happened. */
final class ProcessorJournal {
    private final List<Timed> steps = new ArrayList<>();
    private final List<Object> runtimes = new ArrayList<>();
    private final Map<Integer, Long> ended = new HashMap<>();
    private final Set<Long> handled = new HashSet<>();

    /**
     * A step with when it was, in nanoseconds of a clock that only goes forward, and which Runtime was at the other end.
     */
    record Timed(long nanos, Object runtime, Step step) {}

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

    /** Begins a further connection, to whatever stands for the Runtime. */
    synchronized int connected(Object runtime) {
        runtimes.add(runtime);
        return runtimes.size() - 1;
    }

    synchronized void ended(int connection) {
        ended.put(connection, System.nanoTime());
    }

    /** When connections have ended. */
    synchronized Map<Integer, Long> ended() {
        return Map.copyOf(ended);
    }

    /** How many connections there were so far. */
    synchronized int connections() {
        return runtimes.size();
    }

    synchronized void note(Delivered step) {
        add(step);
    }

    private void add(Step step) {
        steps.add(new Timed(System.nanoTime(), runtimes.get(step.connection()), step));
    }

    synchronized void note(Answered step) {
        add(step);
        if (step.handled()) {
            handled.add(step.number());
        }
    }

    /** How many different events were handled. */
    synchronized int handled() {
        return handled.size();
    }

    synchronized List<Step> steps() {
        return steps.stream().map(Timed::step).toList();
    }

    synchronized List<Timed> timed() {
        return List.copyOf(steps);
    }
}
