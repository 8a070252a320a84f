package io.pushmi.runtime.log;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StoredSize;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The end of one log in memory: its newest commits, and who waits for the next one.
 *
 * <p>Commits are published in order by one thread at a time. Whether there is something to read and whether to wait is
 * decided under one lock with publishing, so that no wake-up is lost. A waiter costs an entry under each of its keys,
 * or one entry if it wants everything; commits that it does not want cost it nothing. Commits are kept only while
 * somebody follows, and up to a limit: whoever is slower reads the store.
 *
 * <p>An {@link ErasureRecord} says that commits before it may not be in the store any more as they are here. All of them
 * are dropped, and {@link #erasures} lets those who hold some themselves do the same.
 */
final class Tail {
    /** Somebody who waits for a commit. */
    interface Waiter {
        /** Where it goes on reading. Does not change while it waits. */
        SequenceNumber position();

        /** What it waits for; empty for any commit. Never changes. */
        Set<Key> keys();

        /**
         * Called once for each time that it waited, by the publishing thread, which it must not hold up.
         *
         * @param from no commit before this position is what it waits for
         */
        void wake(SequenceNumber from);
    }

    private final Object lock = new Object();
    private final long recentBytes;
    private final TreeMap<SequenceNumber, Commit> recent = new TreeMap<>();
    private final Set<Waiter> waitingForAny = new HashSet<>();
    private final Map<KeyKind, Map<Key, Set<Waiter>>> waitingForKey = new EnumMap<>(KeyKind.class);
    private int followers;
    private long bytes;
    private SequenceNumber end;
    private final AtomicLong erasures = new AtomicLong();

    Tail(SequenceNumber end, long recentBytes) {
        this.end = end;
        this.recentBytes = recentBytes;
    }

    void join() {
        synchronized (lock) {
            followers++;
        }
    }

    void leave(Waiter waiter) {
        synchronized (lock) {
            followers--;
            remove(waiter);
            if (followers == 0) {
                clear();
            }
        }
    }

    boolean isFollowed() {
        synchronized (lock) {
            return followers > 0;
        }
    }

    /** Adds a commit that is durable and follows the one published before. */
    void publish(Commit commit) {
        Set<Waiter> woken = new LinkedHashSet<>();
        synchronized (lock) {
            if (!commit.first().equals(end)) {
                throw new IllegalStateException(
                        "the log ends at " + end + ", a commit at " + commit.first() + " cannot follow");
            }
            end = commit.next();
            if (ErasureRecord.isIn(commit)) {
                forget();
            }
            if (followers > 0) {
                keep(commit);
                collectWaiters(commit, woken);
            }
        }
        woken.forEach(waiter -> waiter.wake(commit.first()));
    }

    /** How many erasures were published. What was read before the latest may have what was erased, from wherever it is. */
    long erasures() {
        return erasures.get();
    }

    /**
     * Commits from the one that contains the position on, up to a number of them; empty if the position is older than
     * what is kept here, or not here yet.
     */
    List<Commit> from(SequenceNumber position, int limit) {
        synchronized (lock) {
            Map.Entry<SequenceNumber, Commit> containing = recent.floorEntry(position);
            if (containing == null || !position.isBefore(containing.getValue().next())) {
                return List.of();
            }
            List<Commit> commits = new ArrayList<>();
            for (Commit commit : recent.tailMap(containing.getKey(), true).values()) {
                if (commits.size() == limit) {
                    break;
                }
                commits.add(commit);
            }
            return commits;
        }
    }

    /** Whether the commit that contains the position is kept here. */
    boolean holds(SequenceNumber position) {
        return !from(position, 1).isEmpty();
    }

    /** Waits for a commit at or after the waiter's position. False, and it does not wait, if one may be there already. */
    boolean await(Waiter waiter) {
        synchronized (lock) {
            if (waiter.position().isBefore(end)) {
                return false;
            }
            if (waiter.keys().isEmpty()) {
                waitingForAny.add(waiter);
            } else {
                waiter.keys()
                        .forEach(key -> waitingForKey
                                .computeIfAbsent(key.kind(), any -> new HashMap<>())
                                .computeIfAbsent(key, any -> new HashSet<>())
                                .add(waiter));
            }
            return true;
        }
    }

    /** How many wait at this moment. */
    int waiting() {
        synchronized (lock) {
            Set<Waiter> all = new HashSet<>(waitingForAny);
            waitingForKey.values().forEach(ofKind -> ofKind.values().forEach(all::addAll));
            return all.size();
        }
    }

    private void forget() {
        clear();
        erasures.incrementAndGet();
    }

    private void clear() {
        recent.clear();
        bytes = 0;
    }

    private void keep(Commit commit) {
        recent.put(commit.first(), commit);
        bytes += StoredSize.of(commit);
        while (bytes > recentBytes && recent.size() > 1) {
            bytes -= StoredSize.of(recent.pollFirstEntry().getValue());
        }
    }

    private void collectWaiters(Commit commit, Set<Waiter> woken) {
        collect(waitingForAny, commit, woken);
        // Nobody waits for a kind of key that is not here, so those of the commit need not be worked out.
        for (Key key : Key.of(commit, waitingForKey.keySet())) {
            Set<Waiter> waiters = waitingFor(key).get(key);
            if (waiters != null) {
                collect(waiters, commit, woken);
            }
        }
        woken.forEach(this::remove);
    }

    private static void collect(Set<Waiter> waiters, Commit commit, Set<Waiter> woken) {
        for (Waiter waiter : waiters) {
            // A waiter may have read this commit from the store before it was published here.
            if (waiter.position().isBefore(commit.next())) {
                woken.add(waiter);
            }
        }
    }

    private void remove(Waiter waiter) {
        waitingForAny.remove(waiter);
        for (Key key : waiter.keys()) {
            Map<Key, Set<Waiter>> ofKind = waitingFor(key);
            Set<Waiter> waiters = ofKind.get(key);
            if (waiters != null && waiters.remove(waiter) && waiters.isEmpty()) {
                ofKind.remove(key);
                if (ofKind.isEmpty()) {
                    waitingForKey.remove(key.kind());
                }
            }
        }
    }

    private Map<Key, Set<Waiter>> waitingFor(Key key) {
        return waitingForKey.getOrDefault(key.kind(), Map.of());
    }
}
