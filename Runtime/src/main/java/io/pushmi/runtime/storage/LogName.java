package io.pushmi.runtime.storage;

/** The name of a log within its tenant. Any text that is not empty. */
public record LogName(String value) {
    /** The log that a tenant's microservices commit to. */
    public static final LogName MAIN = new LogName("event-log");

    public LogName {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a log name must not be empty");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
