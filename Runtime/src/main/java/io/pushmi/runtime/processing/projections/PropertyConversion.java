package io.pushmi.runtime.processing.projections;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one property of a read model is stored in its copy. Of a list, each element is converted.
 *
 * @param property its name in the read model
 * @param renamedTo its name in the copy; null if it is the same
 * @param within conversions of properties that this one has, if it is an object or a list of objects
 */
public record PropertyConversion(
        String property, Conversion to, @Nullable String renamedTo, List<PropertyConversion> within) {
    public PropertyConversion {
        within = List.copyOf(within);
    }

    /** What it is called in the copy. */
    String target() {
        return renamedTo == null ? property : renamedTo;
    }
}
