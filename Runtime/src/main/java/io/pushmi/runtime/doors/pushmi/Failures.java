package io.pushmi.runtime.doors.pushmi;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.pushmi.runtime.events.erasing.ErasureRefused;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.storage.UpkeepRefused;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What callers are told when something went wrong. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** @param problem what went wrong, wrapped by completion stages or not */
    static StatusRuntimeException asStatus(Throwable problem) {
        Throwable cause = unwrapped(problem);
        if (cause instanceof StatusRuntimeException decided) {
            return decided;
        }
        if (cause instanceof MalformedRequest malformed) {
            return status(Status.INVALID_ARGUMENT, malformed);
        }
        if (cause instanceof UpkeepRefused || cause instanceof ErasureRefused) {
            return status(Status.FAILED_PRECONDITION, cause);
        }
        if (cause instanceof StorageUnavailable unavailable) {
            LOG.warn("a call found the event store unavailable: {}", unavailable.getMessage());
            return status(Status.UNAVAILABLE, unavailable);
        }
        if (cause instanceof StorageDamaged damaged) {
            LOG.error("a call found the event store damaged", damaged);
            return status(Status.DATA_LOSS, damaged);
        }
        // Whoever sends it logs the cause and keeps it from the caller.
        return Status.INTERNAL.withCause(cause).asRuntimeException();
    }

    private static StatusRuntimeException status(Status status, Throwable problem) {
        return status.withDescription(problem.getMessage()).asRuntimeException();
    }

    private static Throwable unwrapped(Throwable problem) {
        Throwable cause = problem;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
