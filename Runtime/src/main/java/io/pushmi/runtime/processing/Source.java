package io.pushmi.runtime.processing;

import io.pushmi.runtime.log.EventLog;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StoredSize;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * The commits of the log that a processor goes through. A few small ones are held ready, so that the next event need not
 * be fetched from another thread when an answer comes: no more than fit into some kibibytes, or else a single commit.
 * Used inside the loop only.
 */
final class Source {
    private static final int MOST = 16;
    private static final long MOST_BYTES = 16 * 1024;

    private final EventLog log;
    private final Set<Key> keys;
    private final Loop loop;
    private final Consumer<Throwable> failed;
    private final Queue<Commit> held = new ArrayDeque<>();
    private @Nullable Following following;
    private int expected;
    private long heldBytes;
    private long erasuresBefore;
    private long usualBytes = MOST_BYTES;

    /** @param failed told inside the loop when the log cannot be followed any more */
    Source(EventLog log, Set<Key> keys, Loop loop, Consumer<Throwable> failed) {
        this.log = log;
        this.keys = keys;
        this.loop = loop;
        this.failed = failed;
    }

    boolean isOpen() {
        return following != null;
    }

    /** Goes on from another position, and forgets what is held. */
    void begin(SequenceNumber from) {
        end();
        Following fresh = new Following();
        following = fresh;
        expected = 1;
        erasuresBefore = log.erasures();
        log.follow(from, keys).subscribe(fresh);
    }

    /** Whether what was fetched may have been erased meanwhile. */
    boolean isStale() {
        return following != null && log.erasures() != erasuresBefore;
    }

    void end() {
        if (following != null) {
            following.cancel();
        }
        following = null;
        held.clear();
        heldBytes = 0;
    }

    /** The commit that comes next; null while it is not here. */
    @Nullable
    Commit peek() {
        return held.peek();
    }

    /** Leaves the commit that came next. */
    void drop() {
        heldBytes -= StoredSize.of(held.remove());
        replenish();
    }

    private void replenish() {
        if (following != null && expected == 0 && held.size() <= MOST / 2) {
            long room = Math.min(MOST - held.size(), (MOST_BYTES - heldBytes) / usualBytes);
            if (room > 0 || held.isEmpty()) {
                expected = (int) Math.max(1, room);
                following.request(expected);
            }
        }
    }

    private void arrived(Following from, Commit commit) {
        if (from == following) {
            long bytes = StoredSize.of(commit);
            expected--;
            heldBytes += bytes;
            usualBytes = bytes;
            held.add(commit);
            replenish();
        }
    }

    private final class Following extends BaseSubscriber<Commit> {
        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(1);
        }

        @Override
        protected void hookOnNext(Commit commit) {
            loop.run(() -> arrived(this, commit));
        }

        @Override
        protected void hookOnError(Throwable failure) {
            loop.run(() -> {
                if (this == following) {
                    failed.accept(failure);
                }
            });
        }
    }
}
