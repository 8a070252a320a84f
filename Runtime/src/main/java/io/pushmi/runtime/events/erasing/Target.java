package io.pushmi.runtime.events.erasing;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.storage.EventSourceId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be erased. */
public sealed interface Target {
    /** The whole content of every event of an event source. */
    record OfSource(EventSourceId source) implements Target {}

    /**
     * Properties of every event of a type, in all generations of it. They are those of the outermost JSON object of the
     * content, by their exact names; content that is no JSON object stays as it is.
     *
     * @param properties what becomes of each of them where it is there, at least one
     * @param source only events of this event source, or null for all of the type
     */
    record OfProperties(
            EventTypeId type,
            Map<String, Replacement> properties,
            @Nullable EventSourceId source) implements Target {
        public OfProperties {
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
            if (properties.isEmpty()) {
                throw new IllegalArgumentException("an erasure of properties names at least one");
            }
        }
    }
}
