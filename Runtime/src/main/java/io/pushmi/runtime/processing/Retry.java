package io.pushmi.runtime.processing;

import java.time.Duration;

/** When an event that failed is to be delivered again. */
public sealed interface Retry {
    Retry UNSPECIFIED = new Unspecified();
    Retry NEVER = new Never();

    /**
     * After some time.
     *
     * @param delay not negative
     */
    record After(Duration delay) implements Retry {
        public After {
            if (delay.isNegative()) {
                throw new IllegalArgumentException("a delay must not be negative: " + delay);
            }
        }
    }

    /** Again, but the client does not say when: the Runtime decides. */
    record Unspecified() implements Retry {}

    /** Not before somebody asks for it. */
    record Never() implements Retry {}
}
