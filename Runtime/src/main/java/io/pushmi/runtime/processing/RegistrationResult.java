package io.pushmi.runtime.processing;

/** What became of a registration. */
public sealed interface RegistrationResult {
    record Registered(Registration registration) implements RegistrationResult {}

    /** The id is in use; trying again later may succeed. */
    record AlreadyRegistered() implements RegistrationResult {}

    /**
     * The definition does not go with the state that the processor is in, which is unchanged.
     *
     * @param reason what was asked, what was found, and what can be done
     */
    record Refused(String reason) implements RegistrationResult {}
}
