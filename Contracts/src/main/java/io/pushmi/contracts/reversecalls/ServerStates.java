package io.pushmi.contracts.reversecalls;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of one call, which is moved from each state once: by who is the first. */
final class ServerStates {
    static final ServerState CLOSED = new ServerState.Closed();

    private static final Logger LOG = LoggerFactory.getLogger(ServerStates.class);

    private final String call;
    private final AtomicReference<ServerState> state = new AtomicReference<>(new ServerState.AwaitingRegistration());

    /** @param call names the call in the log */
    ServerStates(String call) {
        this.call = call;
    }

    ServerState now() {
        return Objects.requireNonNull(state.get());
    }

    /** Moves from a state of one kind, and returns it. Null if it is in another. */
    <T extends ServerState> @Nullable T move(Class<T> from, ServerState to) {
        for (ServerState now = now(); from.isInstance(now); now = now()) {
            if (moveExactly(now, to)) {
                return from.cast(now);
            }
        }
        return null;
    }

    /** Moves to the end, and returns the state before. Null if it was there already. */
    @Nullable
    ServerState close() {
        for (ServerState now = now(); !(now instanceof ServerState.Closed); now = now()) {
            if (moveExactly(now, CLOSED)) {
                return now;
            }
        }
        return null;
    }

    private boolean moveExactly(ServerState from, ServerState to) {
        boolean moved = state.compareAndSet(from, to);
        if (moved) {
            LOG.debug("{}: {} -> {}", call, name(from), name(to));
        }
        return moved;
    }

    private static String name(ServerState state) {
        return state.getClass().getSimpleName();
    }
}
