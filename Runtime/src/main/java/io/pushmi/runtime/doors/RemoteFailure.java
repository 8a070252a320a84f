package io.pushmi.runtime.doors;

/** Another Runtime cannot be reached, or has not answered what was asked; the message says which and why. */
public final class RemoteFailure extends RuntimeException {
    private final boolean isNotFound;

    /** What the other Runtime answered instead. */
    public RemoteFailure(String message) {
        super(message);
        this.isNotFound = false;
    }

    RemoteFailure(String message, boolean isNotFound, Throwable cause) {
        super(message, cause);
        this.isNotFound = isNotFound;
    }

    /** Whether the only trouble is that there is no such thing. */
    public boolean isNotFound() {
        return isNotFound;
    }
}
