package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what went wrong into a failure for the client. Nothing of our own leaves the Runtime: what should not have
 * happened is logged under an error id, and the client is told that id.
 */
final class FailureAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(FailureAnswer.class);

    private FailureAnswer() {}

    /**
     * @param call what was called, for the log
     * @param problem what went wrong, wrapped by completion stages or not
     */
    static Failure to(String call, Throwable problem) {
        Throwable cause = unwrapped(problem);
        if (cause instanceof Refusal refusal) {
            LOG.debug("{} is answered with {}", call, refusal.getMessage());
            return refusal.failure();
        }
        if (cause instanceof StorageUnavailable unavailable) {
            LOG.warn("{} found the event store unavailable: {}", call, unavailable.getMessage());
            return FailureType.EVENT_STORE_UNAVAILABLE.because(String.valueOf(unavailable.getMessage()));
        }
        if (cause instanceof StorageDamaged damaged) {
            LOG.error("{} found the event store damaged", call, damaged);
            return FailureType.EVENT_STORE_CONSISTENCY_ERROR.because(String.valueOf(damaged.getMessage()));
        }
        UUID errorId = UUID.randomUUID();
        LOG.error("{} failed, error id {}", call, errorId, cause);
        return FailureType.UNKNOWN.because(
                "the Runtime failed in a way it should not have; its log says more under error id " + errorId);
    }

    private static Throwable unwrapped(Throwable problem) {
        Throwable cause = problem;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
