package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.protobuf.Failure;
import java.util.concurrent.atomic.AtomicBoolean;

/** The one answer to a registration. */
final class Judgement<Q, P> implements UnansweredRegistration<Q, P> {
    private final ServerStream<?, Q, P> stream;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final AtomicBoolean watched = new AtomicBoolean();

    Judgement(ServerStream<?, Q, P> stream) {
        this.stream = stream;
    }

    @Override
    public ReverseCall<Q, P> accept(ReverseCallListener listener) {
        requireFirst(answered, "the registration has been answered before");
        stream.accept(listener);
        return stream;
    }

    @Override
    public void refuse(Failure failure) {
        requireFirst(answered, "the registration has been answered before");
        stream.refuse(failure);
    }

    @Override
    public void onGone(Runnable whenGone) {
        requireFirst(watched, "somebody waits already for the client to go");
        stream.onGone(whenGone);
    }

    private static void requireFirst(AtomicBoolean done, String otherwise) {
        if (done.getAndSet(true)) {
            throw new IllegalStateException(otherwise);
        }
    }
}
