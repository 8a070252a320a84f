package io.pushmi.runtime.log;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/**
 * One reader that follows a log without end: from the store while it is behind, from the {@link Tail} once it has caught
 * up, from the store again if it falls behind.
 *
 * <p>Everything happens in one drain loop, which runs on one thread at a time: {@code work} counts the reasons to look
 * again, and only who raises it from 0 enters the loop. The volatile fields are how others hand something to the loop;
 * the rest belongs to it. A page read from the store comes through {@code arrived}; while one is on its way ({@code
 * reading}), and while the follower waits in the tail, the position stands still.
 *
 * <p>What it holds, or is still being read, is dropped and read again when an erasure is published meanwhile: only what
 * the subscriber was given before can still have what was erased.
 */
final class Follower implements Subscription, Tail.Waiter {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final int COMMITS_AT_A_TIME = 256;
    private static final int RECENT_AT_A_TIME = 64;
    private static final int READS_BEFORE_ALARM = 5;
    private static final Duration RETRY = Duration.ofMillis(200);

    private final LogId log;
    private final Set<Key> keys;
    private final WantedCommits wanted;
    private final PageBudget budget;
    private final Tail tail;
    private final Executor executor;
    private final Delays delays;
    private final CoreSubscriber<? super Commit> subscriber;

    private final AtomicInteger work = new AtomicInteger();
    private final AtomicLong requested = new AtomicLong();
    private volatile boolean cancelled;
    private volatile boolean waiting;
    private volatile @Nullable CommitPage arrived;
    private volatile @Nullable Throwable failed;
    private volatile SequenceNumber position;

    private final Queue<Commit> buffer = new ArrayDeque<>();
    private volatile long erasuresBeforeRead;
    private long erasuresBeforeBuffer;
    private boolean reading;
    private volatile long page;
    private SequenceNumber readTo = SequenceNumber.FIRST;
    private boolean started;
    private boolean finished;
    private int suspiciousReads;

    Follower(
            LogId log,
            SequenceNumber from,
            Set<Key> keys,
            EventLogStorage storage,
            PageBudget budget,
            Tail tail,
            Executor executor,
            Delays delays,
            CoreSubscriber<? super Commit> subscriber) {
        this.log = log;
        this.position = from;
        this.keys = Set.copyOf(keys);
        this.wanted = new WantedCommits(storage, log, this.keys);
        this.budget = budget;
        this.tail = tail;
        this.executor = executor;
        this.delays = delays;
        this.subscriber = subscriber;
    }

    @Override
    public SequenceNumber position() {
        return position;
    }

    @Override
    public Set<Key> keys() {
        return keys;
    }

    @Override
    public void request(long commits) {
        if (Operators.validate(commits)) {
            requested.getAndUpdate(open -> Operators.addCap(open, commits));
            lookAgain();
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        lookAgain();
    }

    @Override
    public void wake(SequenceNumber from) {
        if (position.isBefore(from)) {
            position = from;
        }
        waiting = false;
        lookAgain();
    }

    private void lookAgain() {
        if (work.getAndIncrement() == 0) {
            executor.execute(this::drain);
        }
    }

    private void drain() {
        int seen = work.get();
        do {
            goOn();
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    private void goOn() {
        if (finished) {
            return;
        }
        while (!cancelled && takeArrived() && requested.get() > 0) {
            if (tail.erasures() != erasuresBeforeBuffer) {
                buffer.clear();
                readTo = position;
            }
            Commit commit = buffer.poll();
            if (commit != null) {
                deliver(commit);
            } else if (reading || waiting || !fill()) {
                break;
            }
        }
        if (cancelled) {
            finish();
        }
    }

    /** Takes over what the store answered. False if the follower ended with that. */
    private boolean takeArrived() {
        Throwable failure = failed;
        if (failure != null) {
            finish();
            subscriber.onError(failure);
            return false;
        }
        CommitPage page = arrived;
        if (page == null) {
            return true;
        }
        arrived = null;
        if (tail.erasures() != erasuresBeforeRead) {
            read();
            return true;
        }
        reading = false;
        String problem = problemIn(page);
        if (problem != null) {
            return suspect(problem);
        }
        boolean isEmpty = page.commits().isEmpty();
        boolean mayBeEmpty = !wanted.readsAll();
        List<Commit> found = wanted.in(page, position);
        if (!isEmpty) {
            suspiciousReads = 0;
        }
        if (!found.isEmpty()) {
            erasuresBeforeBuffer = erasuresBeforeRead;
            buffer.addAll(found);
            readTo = page.next();
            return true;
        }
        position = page.next();
        return !isEmpty || waits() || mayBeEmpty || tail.holds(position) || suspect("the store returned nothing");
    }

    /** Finds the next commits, here or in the store. False if there is nothing to do before they come. */
    private boolean fill() {
        if (position.isBefore(readTo)) {
            position = readTo;
        }
        giveBackPage();
        erasuresBeforeBuffer = tail.erasures();
        List<Commit> recent = tail.from(position, RECENT_AT_A_TIME);
        if (!recent.isEmpty()) {
            takeRecent(recent);
            return true;
        }
        if (!waits()) {
            reading = true;
            page = budget.take();
            read();
        }
        return false;
    }

    private boolean waits() {
        waiting = true;
        if (tail.await(this)) {
            return true;
        }
        waiting = false;
        return false;
    }

    private void takeRecent(List<Commit> recent) {
        for (Commit commit : recent) {
            if (wanted.isWanted(commit)) {
                buffer.add(commit);
            }
        }
        if (buffer.isEmpty()) {
            position = recent.get(recent.size() - 1).next();
        }
    }

    private void read() {
        SequenceNumber from = position;
        erasuresBeforeRead = tail.erasures();
        wanted.read(from, new PageLimit(COMMITS_AT_A_TIME, Math.max(1, page))).whenComplete(this::onRead);
    }

    private void onRead(@Nullable CommitPage page, @Nullable Throwable failure) {
        if (page == null && Failures.cause(failure) instanceof StorageUnavailable) {
            delays.after(RETRY, this::read);
            return;
        }
        if (page == null) {
            failed = Failures.cause(failure);
        } else {
            arrived = page;
        }
        lookAgain();
    }

    private void deliver(Commit commit) {
        position = commit.next();
        started = true;
        requested.getAndUpdate(left -> left == Long.MAX_VALUE ? left : left - 1);
        subscriber.onNext(commit);
    }

    /** What is wrong if the page does not start where the last commit ended, or leaves out what was asked for. */
    private @Nullable String problemIn(CommitPage page) {
        SequenceNumber expected = position;
        boolean mayBeInside = !started;
        for (Commit commit : page.commits()) {
            boolean overlaps = commit.first().isBefore(expected) && !(mayBeInside && expected.isBefore(commit.next()));
            boolean leavesOut = wanted.readsAll() && expected.isBefore(commit.first());
            if (overlaps || leavesOut) {
                return "at " + expected + " the store returned the commit at " + commit.first();
            }
            expected = commit.next();
            mayBeInside = false;
        }
        return null;
    }

    private boolean suspect(String problem) {
        String found = "log " + log + ", reading on from " + position + ": " + problem;
        if (++suspiciousReads < READS_BEFORE_ALARM) {
            LOG.warn("{}; reading again", found);
            reading = true;
            delays.after(RETRY, this::read);
            return true;
        }
        LOG.error("{}; giving up", found);
        finish();
        subscriber.onError(new StorageDamaged(found, null));
        return false;
    }

    private void giveBackPage() {
        budget.giveBack(page);
        page = 0;
    }

    private void finish() {
        if (!finished) {
            finished = true;
            buffer.clear();
            giveBackPage();
            tail.leave(this);
        }
    }
}
