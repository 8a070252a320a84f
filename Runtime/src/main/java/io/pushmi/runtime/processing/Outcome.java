package io.pushmi.runtime.processing;

/** What came of a delivery. */
public sealed interface Outcome {
    Outcome SUCCEEDED = new Succeeded();
    Outcome UNANSWERED = new Unanswered();

    record Succeeded() implements Outcome {}

    /**
     * It did not succeed.
     *
     * @param reason for people, as the client gave it; may be empty
     */
    record Failed(String reason, Retry retry) implements Outcome {}

    /** The client is gone and may have done it or not. The event is delivered again when it is back. */
    record Unanswered() implements Outcome {}
}
