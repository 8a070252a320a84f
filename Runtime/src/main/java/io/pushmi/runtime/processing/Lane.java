package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.PartitionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The events of one partition that are in hand: the one that is delivered, and those that wait behind it. */
final class Lane {
    static final int MOST_WAITING = 16;

    private final PartitionId partition;
    private @Nullable Queue<Handling> waiting;
    private Handling current;
    private boolean closed;

    Lane(PartitionId partition, Handling first) {
        this.partition = partition;
        this.current = first;
        first.goesIn(this);
    }

    PartitionId partition() {
        return partition;
    }

    /** The oldest event that is not done. */
    Handling current() {
        return current;
    }

    boolean isFull() {
        return waiting != null && waiting.size() >= MOST_WAITING;
    }

    /** Whether any of its events was not delivered yet. */
    boolean holdsWaiting() {
        return !current.isHandedOver() || (waiting != null && !waiting.isEmpty());
    }

    void add(Handling next) {
        if (waiting == null) {
            waiting = new ArrayDeque<>(MOST_WAITING);
        }
        next.goesIn(this);
        waiting.add(next);
    }

    /** Goes on to the event that waits first. False if none does. */
    boolean goOn() {
        Handling next = waiting == null ? null : waiting.poll();
        if (next == null) {
            return false;
        }
        current = next;
        return true;
    }

    /** Gives up all events that are not done; its partition is looked after elsewhere. */
    List<Handling> close() {
        closed = true;
        List<Handling> all = new ArrayList<>();
        all.add(current);
        if (waiting != null) {
            all.addAll(waiting);
            waiting = null;
        }
        return all;
    }

    boolean isClosed() {
        return closed;
    }
}
