package io.pushmi.runtime.processing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Under which number of its lease a processor's state was written, where several Runtimes may work on it.
 *
 * @param number partitions under a lower number do not count; 0 if there never was one
 * @param taking who is taking the state over, but has not come to the end of it; 0 if nobody
 */
record Fence(long number, long taking) {
    static final Fence NONE = new Fence(0, 0);

    /** The highest number of anybody who began to take the state over. */
    long highest() {
        return Math.max(number, taking);
    }

    void write(ObjectNode json) {
        if (number != 0) {
            json.put("fence", number);
        }
        if (taking != 0) {
            json.put("taking", taking);
        }
    }

    static Fence read(JsonNode json) {
        return new Fence(json.path("fence").longValue(), json.path("taking").longValue());
    }
}
