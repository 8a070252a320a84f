package io.pushmi.benchmarks;

/** What a handler expects whose events nobody commits. */
enum NoEvents implements Received {
    EXPECTED;

    @Override
    public void message(byte[] message) {
        throw new IllegalStateException("expected no event for a handler of a type that nobody commits, found number "
                + RuntimeMessage.sequenceNumber(message));
    }

    /** The stream itself says so when it is closed. */
    @Override
    public void failed(Throwable reason) {}
}
