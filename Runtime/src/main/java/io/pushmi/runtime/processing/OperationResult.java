package io.pushmi.runtime.processing;

/** What came of an operator's wish. */
public sealed interface OperationResult {
    OperationResult DONE = new Done();
    OperationResult NOT_CONNECTED = new NotConnected();
    OperationResult NOT_FOR_TENANT = new NotForTenant();

    record Done() implements OperationResult {}

    /** No client is connected for the processor. */
    record NotConnected() implements OperationResult {}

    /** The processor is connected, but not for this tenant. */
    record NotForTenant() implements OperationResult {}

    /**
     * It cannot be done, and nothing has changed.
     *
     * @param reason what was asked, what was found, and what was expected
     */
    record Refused(String reason) implements OperationResult {}
}
