package io.pushmi.runtime.processing;

/** What became of a registration. */
public sealed interface RegistrationResult {
    record Registered(Registration registration) implements RegistrationResult {}

    /**
     * The id is in use; trying again later may succeed.
     *
     * @param by whose registration is in the way, and what differs
     */
    record AlreadyRegistered(String by) implements RegistrationResult {
        /** By whom is not known. */
        public AlreadyRegistered() {
            this("by another client");
        }
    }

    /**
     * The definition does not go with the state that the processor is in, which is unchanged.
     *
     * @param reason what was asked, what was found, and what can be done
     */
    record Refused(String reason) implements RegistrationResult {}
}
