package io.pushmi.runtime.processing.projections;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Comparator;

/** Identifies a read model among those of its projection. Any text, the empty one too. */
public record ReadModelKey(String value) {
    /** The order in which the store lists read models. */
    static final Comparator<ReadModelKey> AS_LISTED =
            (one, other) -> Arrays.compareUnsigned(one.value.getBytes(UTF_8), other.value.getBytes(UTF_8));

    @Override
    public String toString() {
        return value;
    }
}
