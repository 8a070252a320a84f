package io.pushmi.endtoend;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One commit that a client tried.
 *
 * @param client who tried; a client tries one commit after the other
 * @param name distinguishes it from every other attempt, and is written into each of its events
 * @param events how many events it has
 * @param aggregate the event source whose aggregate applied them, or null for plain events
 * @param answer what the client was told, or null if it was told nothing that counts
 */
record Attempt(
        String client,
        String name,
        int events,
        @Nullable String aggregate,
        @Nullable Acknowledgement answer) {
    /**
     * What a client was promised.
     *
     * @param numbers the sequence numbers of the events
     * @param versions the aggregate versions of the events; empty for plain events
     */
    record Acknowledgement(List<Long> numbers, List<Long> versions) {}

    boolean isAcknowledged() {
        return answer != null;
    }

    /** The content of one of its events. */
    String content(int index) {
        return "{\"attempt\":\"" + name + "\",\"index\":" + index + ",\"of\":" + events + "}";
    }
}
