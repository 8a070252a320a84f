package io.pushmi.runtime.doors.pushmi;

import io.grpc.stub.ServerCallStreamObserver;
import io.pushmi.contracts.events.v1.EventPage;
import io.pushmi.runtime.events.Excerpt;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StoredSize;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * Sends what is followed to one caller: what has gathered since the last message, at once if that is a single event.
 *
 * <p>Commits gather on the threads of the log, one after the other, until there are enough for a message; the next ones
 * are only asked for when they have been taken, which they are while the caller's transport has room. So a slow caller
 * costs no more than one message and what the transport holds. {@code work} counts the reasons to look, and only who
 * raises it from 0 sends.
 */
final class LivePages extends BaseSubscriber<Excerpt> {
    private final ServerCallStreamObserver<EventPage> caller;
    private final PageMessages messages;
    private final Executor executor;
    private final AtomicInteger work = new AtomicInteger();
    private final Object gathering = new Object();
    private List<Excerpt> gathered = new ArrayList<>();
    private long size;
    private boolean isFull;
    private volatile @Nullable Throwable problem;

    /** To be made while the call starts, which is the only time to hear of the caller. */
    LivePages(ServerCallStreamObserver<EventPage> caller, Executor executor) {
        this.caller = caller;
        this.messages = new PageMessages(caller);
        this.executor = executor;
        caller.setOnReadyHandler(this::lookAgain);
        caller.setOnCancelHandler(this::cancel);
        caller.setOnReadyThreshold(PageMessages.LIMIT);
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        request(1);
    }

    @Override
    protected void hookOnNext(Excerpt excerpt) {
        boolean goesOn;
        synchronized (gathering) {
            gathered.add(excerpt);
            size += StoredSize.of(excerpt.commit());
            isFull = size >= PageMessages.LIMIT;
            goesOn = !isFull;
        }
        lookAgain();
        if (goesOn) {
            request(1);
        }
    }

    @Override
    protected void hookOnError(Throwable failure) {
        problem = failure;
        lookAgain();
    }

    private void lookAgain() {
        if (work.getAndIncrement() == 0) {
            executor.execute(this::send);
        }
    }

    private void send() {
        int seen = work.get();
        do {
            Throwable failure = problem;
            if (failure != null || caller.isReady()) {
                failure = sendGathered(failure);
            }
            if (failure != null) {
                cancel();
                caller.onError(Failures.asStatus(failure));
                return;
            }
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    /** Sends it, and gives the failure or the one that it met. */
    private @Nullable Throwable sendGathered(@Nullable Throwable failure) {
        try {
            sendGathered();
            return failure;
        } catch (RuntimeException unforeseen) {
            return unforeseen;
        }
    }

    private void sendGathered() {
        List<Excerpt> excerpts;
        boolean hasStopped;
        synchronized (gathering) {
            excerpts = gathered;
            gathered = new ArrayList<>();
            size = 0;
            hasStopped = isFull;
            isFull = false;
        }
        if (!excerpts.isEmpty()) {
            messages.send(excerpts, after(excerpts.get(excerpts.size() - 1)), LivePages::after);
        }
        if (hasStopped) {
            request(1);
        }
    }

    private static SequenceNumber after(Excerpt excerpt) {
        return excerpt.commit().next();
    }
}
