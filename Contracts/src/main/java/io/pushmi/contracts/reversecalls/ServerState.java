package io.pushmi.contracts.reversecalls;

/** Where a call stands, as the server sees it. */
sealed interface ServerState {
    /** Tells whoever waits for more in this state that there is none. */
    default void tellOfTheEnd() {}

    /** The client has opened the stream, and said nothing yet. */
    record AwaitingRegistration() implements ServerState {}

    /**
     * The client has registered, and waits for the answer.
     *
     * @param whenGone is run if it goes before there is one
     */
    record Judging(Runnable whenGone) implements ServerState {
        @Override
        public void tellOfTheEnd() {
            Callbacks.run(whenGone);
        }
    }

    /** Requests flow to the client. */
    record Accepted(ReverseCallListener listener) implements ServerState {
        @Override
        public void tellOfTheEnd() {
            Callbacks.run(listener::ended);
        }
    }

    /** The client has asked to end; what it was asked before can still be answered. */
    record Draining(ReverseCallListener listener) implements ServerState {
        @Override
        public void tellOfTheEnd() {
            Callbacks.run(listener::ended);
        }
    }

    /** The call is at its end. */
    record Closed() implements ServerState {}
}
