package io.pushmi.benchmarks;

/** Is told of what a stream brings, on one thread, which must not be held up. */
interface Received {
    /** A message that is counted has come; it is answered when this returns. */
    void message(byte[] message);

    /** The stream has failed, and nothing more comes. */
    void failed(Throwable reason);
}
