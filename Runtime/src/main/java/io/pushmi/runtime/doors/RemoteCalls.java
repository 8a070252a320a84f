package io.pushmi.runtime.doors;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.UnknownHostException;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Calls to a Runtime that runs elsewhere, whose failures are put into words.
 *
 * @param runtime what to call it
 * @param lacking what it is not if it does not know the service
 */
public record RemoteCalls(String runtime, String lacking) {
    /** What the transport puts before the operating system's own words. */
    private static final Pattern SYSTEM_CALL = Pattern.compile("^\\S+ failed[^:]*: ");

    /**
     * The answer to a call.
     *
     * @throws RemoteFailure if there is none
     */
    public <T> T ask(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException failure) {
            throw failed(failure);
        }
    }

    private RemoteFailure failed(StatusRuntimeException failure) {
        Status status = failure.getStatus();
        String description = status.getDescription() == null ? "" : ": " + status.getDescription();
        Throwable cause = status.getCause();
        return switch (status.getCode()) {
            case NOT_FOUND, INVALID_ARGUMENT, FAILED_PRECONDITION ->
                new RemoteFailure(
                        String.valueOf(status.getDescription()), status.getCode() == Status.Code.NOT_FOUND, failure);
            case UNIMPLEMENTED -> new RemoteFailure("the server at " + runtime + " is no " + lacking, false, failure);
            case UNAVAILABLE ->
                new RemoteFailure(
                        cause == null
                                ? "the Runtime at " + runtime + " is unavailable" + description
                                : "cannot reach a Runtime at " + runtime + ": " + innermost(cause),
                        false,
                        failure);
            default ->
                new RemoteFailure(
                        "the Runtime at " + runtime + " failed: " + status.getCode() + description, false, failure);
        };
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof UnknownHostException
                ? "there is no such host"
                : SYSTEM_CALL.matcher(String.valueOf(cause.getMessage())).replaceFirst("");
    }
}
