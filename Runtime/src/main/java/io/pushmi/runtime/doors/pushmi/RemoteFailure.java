package io.pushmi.runtime.doors.pushmi;

/** Another Runtime cannot be reached, or has not answered what was asked; the message says which and why. */
public final class RemoteFailure extends RuntimeException {
    private final boolean isNotFound;

    RemoteFailure(String message, boolean isNotFound, Throwable cause) {
        super(message, cause);
        this.isNotFound = isNotFound;
    }

    /** Whether the only trouble is that there is no such thing. */
    public boolean isNotFound() {
        return isNotFound;
    }
}
