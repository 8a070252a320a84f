package io.pushmi.runtime.doors.dolittle;

import io.grpc.Status;
import io.pushmi.contracts.reversecalls.ReverseCallListener;
import io.pushmi.runtime.storage.StorageDamaged;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connected client and its processors, which end together, whichever of them ends first. */
final class Connection implements ReverseCallListener {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final Registering.Started started;
    private final Departures departures;
    private final AwaitedCall<?, ?> call;

    Connection(Registering.Started started, Departures departures, AwaitedCall<?, ?> call) {
        this.started = started;
        this.departures = departures;
        this.call = call;
        LOG.info("{} is connected", started.subject());
        CompletionStage<Void> unused =
                started.registration().stopped().whenComplete((stopped, problem) -> endCall(problem));
    }

    @Override
    public void disconnecting(Duration grace) {
        LOG.debug("{} wants to disconnect within {}", started.subject(), grace);
        stop(grace);
    }

    @Override
    public void ended() {
        stop(Duration.ZERO);
    }

    /** The call ends when the processors have stopped, however that was brought about. */
    private void stop(Duration grace) {
        departures.begin(started.id(), started.registration().stop(grace));
    }

    private void endCall(@Nullable Throwable problem) {
        if (problem == null) {
            LOG.info("{} is disconnected", started.subject());
            call.complete();
        } else {
            Throwable cause =
                    problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
            LOG.error("{} had to stop", started.subject(), cause);
            call.end(statusFor(cause));
        }
    }

    private static Status statusFor(Throwable cause) {
        Status status = cause instanceof StorageDamaged ? Status.DATA_LOSS : Status.ABORTED;
        return status.withDescription(cause.getMessage());
    }
}
