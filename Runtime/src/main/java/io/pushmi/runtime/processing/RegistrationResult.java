package io.pushmi.runtime.processing;

/** What became of a registration. */
public sealed interface RegistrationResult {
    record Registered(Registration registration) implements RegistrationResult {}

    /** The id is in use; trying again later may succeed. */
    record AlreadyRegistered() implements RegistrationResult {}

    /**
     * It cannot be, and nothing has changed.
     *
     * @param reason what was asked, what was found, and what was expected
     */
    record Refused(String reason) implements RegistrationResult {}
}
