package io.pushmi.runtime.log;

import io.pushmi.runtime.storage.Commit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** Writes down what it receives, and whether it was ever entered by two threads at a time. */
final class Follows implements CoreSubscriber<Commit> {
    private final long demand;
    private final AtomicBoolean inside = new AtomicBoolean();
    private final AtomicInteger begunAfterCancel = new AtomicInteger();
    private volatile @Nullable Subscription subscription;
    private volatile boolean cancelled;
    private volatile String received = "";
    private volatile String trouble = "";

    Follows(long demand) {
        this.demand = demand;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        request(demand);
    }

    // The check is for two threads in here, so that nobody else may be writing between the two looks.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    @Override
    public void onNext(Commit commit) {
        boolean isLate = cancelled;
        if (inside.getAndSet(true)) {
            trouble = " entered by two";
        }
        if (isLate) {
            begunAfterCancel.incrementAndGet();
        }
        received = received + commit.first();
        inside.set(false);
    }

    @Override
    public void onError(Throwable failure) {
        trouble = " " + failure;
    }

    @Override
    public void onComplete() {
        trouble = " completed";
    }

    void request(long commits) {
        Subscription given = subscription;
        if (given != null && commits > 0) {
            given.request(commits);
        }
    }

    void cancel() {
        Subscription given = subscription;
        if (given != null) {
            given.cancel();
        }
        cancelled = true;
    }

    /** How many commits began to arrive after cancelling had returned. */
    int begunAfterCancel() {
        return begunAfterCancel.get();
    }

    /** The positions that it received, in that order; followed by what went wrong. */
    String received() {
        return "<" + received + ">" + trouble;
    }
}
