package io.pushmi.runtime.doors.pushmi;

import io.grpc.stub.ServerCallStreamObserver;
import io.pushmi.runtime.events.EventPage;
import io.pushmi.runtime.events.Excerpt;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * Sends the pages of a read to one caller. It asks for the next page only while the caller's transport has room, so that
 * a slow caller costs no more than a few pages and what the transport holds; and it stops when the caller cancels.
 */
final class ReadPages extends BaseSubscriber<EventPage> {
    private final ServerCallStreamObserver<io.pushmi.contracts.events.v1.EventPage> caller;
    private final PageMessages messages;
    private final Function<Excerpt, SequenceNumber> nextAfter;
    private final AtomicBoolean idle = new AtomicBoolean();

    /**
     * To be made while the call starts, which is the only time to hear of the caller.
     *
     * @param nextAfter where the read goes on after a commit
     */
    ReadPages(
            ServerCallStreamObserver<io.pushmi.contracts.events.v1.EventPage> caller,
            Function<Excerpt, SequenceNumber> nextAfter) {
        this.caller = caller;
        this.nextAfter = nextAfter;
        this.messages = new PageMessages(caller);
        caller.setOnReadyHandler(this::pull);
        caller.setOnCancelHandler(this::cancel);
        // With room for one message the next is made while the transport sends this one, so that neither waits for the
        // other.
        caller.setOnReadyThreshold(PageMessages.LIMIT);
    }

    private void pull() {
        if (caller.isReady() && idle.compareAndSet(true, false)) {
            request(1);
        }
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        idle.set(true);
        pull();
    }

    @Override
    protected void hookOnNext(EventPage page) {
        messages.send(page.excerpts(), page.next(), nextAfter);
        idle.set(true);
        pull();
    }

    @Override
    protected void hookOnComplete() {
        caller.onCompleted();
    }

    @Override
    protected void hookOnError(Throwable problem) {
        caller.onError(Failures.asStatus(problem));
    }
}
