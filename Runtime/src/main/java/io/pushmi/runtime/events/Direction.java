package io.pushmi.runtime.events;

/** Which way a log is read. */
public enum Direction {
    FORWARD,
    /** Exactly what {@link #FORWARD} gives, in reverse. */
    BACKWARD
}
