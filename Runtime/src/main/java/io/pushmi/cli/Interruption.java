package io.pushmi.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signal that ends a command which goes on until it is interrupted (SIGINT, SIGTERM). That is its regular end: what is
 * being written is written to the end of the line, and the exit code is 0.
 */
final class Interruption {
    private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);

    /** Whoever reads the output may not read on, and must not keep the command from ending. */
    private static final long LONGEST_END_MILLISECONDS = 1000;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean hasCome;

    private Interruption(Runnable end) {
        this.hook = new Thread(() -> interrupt(end), "pushmi-interruption");
    }

    /** @param end makes the work of the command end, with a failure or without; called by another thread */
    static Interruption ends(Runnable end) {
        Interruption interruption = new Interruption(end);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** Whether that is why the work ended. */
    boolean hasCome() {
        return hasCome;
    }

    /** The work has ended. */
    void isOver() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException interrupted) {
            LOG.debug("the process ends already", interrupted);
        }
    }

    private void interrupt(Runnable end) {
        hasCome = true;
        end.run();
        try {
            if (!ended.await(LONGEST_END_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                LOG.debug("the output is not read any more");
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }
}
