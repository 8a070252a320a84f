package io.pushmi.runtime.log;

import java.time.Duration;

/** Runs things later, so that no thread has to wait. */
interface Delays {
    /** Runs the task once, after the delay, on a thread that it must not hold up. */
    void after(Duration delay, Runnable task);
}
