package io.pushmi.runtime.processing.filters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How much waits to be durable in one stream, and who waits for that to be less. */
final class Room {
    private static final int COPIES = 64;
    private static final long BYTES = 4L << 20;

    private final Inbox inbox;
    private final AtomicInteger copies = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private List<Runnable> waiting = new ArrayList<>();

    Room(Inbox inbox) {
        this.inbox = inbox;
    }

    /** Whether there is some; if not, the task runs once when it is worth asking again. */
    boolean isThere(Runnable whenRoom) {
        if (isThere()) {
            return true;
        }
        inbox.run(() -> {
            waiting.add(whenRoom);
            tell();
        });
        return false;
    }

    void take(long size) {
        copies.incrementAndGet();
        bytes.addAndGet(size);
    }

    /** Called in the inbox. */
    void giveBack(long size) {
        copies.decrementAndGet();
        bytes.addAndGet(-size);
    }

    /** Tells those who wait if there is some; called in the inbox. */
    void tell() {
        if (!waiting.isEmpty() && isThere()) {
            List<Runnable> told = waiting;
            waiting = new ArrayList<>();
            told.forEach(Runnable::run);
        }
    }

    private boolean isThere() {
        return copies.get() < COPIES && bytes.get() < BYTES;
    }
}
