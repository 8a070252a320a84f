package io.pushmi.runtime.processing.filters;

import io.pushmi.runtime.processing.Registration;

/** What became of the registration of a filter. In all cases but the first nothing is registered. */
public sealed interface FilterRegistrationResult {
    record Registered(Registration registration) implements FilterRegistrationResult {}

    /** The id is in use in this scope; trying again later may succeed. */
    record AlreadyRegistered() implements FilterRegistrationResult {}

    /** The id stands for a log that filters cannot write to. */
    record NotWriteable(String reason) implements FilterRegistrationResult {}

    /**
     * The filter cannot be as it is asked for.
     *
     * @param reason what was asked for, what was found, and what was expected
     */
    record Refused(String reason) implements FilterRegistrationResult {}
}
