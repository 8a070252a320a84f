package io.pushmi.contracts.reversecalls;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for the transport, and the line of those who found no place for theirs.
 *
 * <p>Who gets in line looks for room once more afterwards, and who gives a place back looks at the line afterwards: one of
 * the two sees the other. Those in line are called one after the other, by one thread at a time: {@code work} counts the
 * reasons to look, and only who raises it from 0 calls.
 *
 * @param <M> a message that holds a request
 */
final class Requests<M> {
    private final int places;
    private final AtomicInteger taken = new AtomicInteger();
    private final Queue<M> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> line = new ConcurrentLinkedQueue<>();
    private final AtomicInteger work = new AtomicInteger();

    /** Whoever is on this thread has been called, and has not taken his place yet. */
    private volatile @Nullable Thread called;

    private volatile boolean open;

    Requests(int places) {
        this.places = places;
    }

    /** Takes a place, for {@link #add}. Without one, {@code whenRoom} gets in line. */
    boolean takePlace(Runnable whenRoom) {
        boolean isCalled = called == Thread.currentThread();
        if ((isCalled || line.isEmpty()) && takePlace()) {
            if (isCalled) {
                called = null;
            }
            return true;
        }
        line.add(whenRoom);
        callThoseInLine();
        return false;
    }

    /** Has a message wait in the place that was taken for it. */
    void add(M message) {
        waiting.add(message);
    }

    /** The message that has waited longest, whose place is free from now on. */
    @Nullable
    M poll() {
        M next = waiting.poll();
        if (next != null) {
            taken.decrementAndGet();
        }
        return next;
    }

    /** Calls those in line, while there is room. To be called after {@link #poll}. */
    void callThoseInLine() {
        if (line.isEmpty() || work.getAndIncrement() != 0) {
            return;
        }
        int seen = work.get();
        do {
            while (hasRoom()) {
                Runnable next = line.poll();
                if (next == null) {
                    break;
                }
                call(next);
            }
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    /** From now on there is room for everybody. */
    void open() {
        open = true;
        waiting.clear();
        callThoseInLine();
    }

    private void call(Runnable next) {
        called = Thread.currentThread();
        Callbacks.run(next);
        called = null;
    }

    private boolean takePlace() {
        if (open) {
            return true;
        }
        return taken.getAndUpdate(now -> now < places ? now + 1 : now) < places;
    }

    private boolean hasRoom() {
        return open || taken.get() < places;
    }
}
