package io.pushmi.cli;

import io.pushmi.runtime.server.PushmiRuntime;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process in good order when a signal asks for it, and with exit code 0, where the virtual machine would end it
 * with the signal's own.
 */
final class Stopping {
    private static final Logger LOG = LoggerFactory.getLogger(Stopping.class);

    private final AtomicReference<PushmiRuntime> running = new AtomicReference<>();
    private final Thread hook = new Thread(this::stop, "pushmi-stop");

    private Stopping() {}

    static Stopping onSignal() {
        Stopping stopping = new Stopping();
        Runtime.getRuntime().addShutdownHook(stopping.hook);
        return stopping;
    }

    /** The Runtime to close. Before there is one, the process just ends: nobody was promised anything yet. */
    void willClose(PushmiRuntime runtime) {
        running.set(runtime);
    }

    /** The process ends for another reason, with an exit code of its own. */
    void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stoppingAlready) {
            LOG.debug("a signal was faster", stoppingAlready);
        }
    }

    private void stop() {
        int exitCode = 0;
        PushmiRuntime runtime = running.get();
        if (runtime != null) {
            LOG.info("stopping");
            try {
                runtime.close();
                LOG.info("stopped");
            } catch (RuntimeException | Error failure) {
                LOG.error("could not stop in good order", failure);
                exitCode = 1;
            }
        }
        Runtime.getRuntime().halt(exitCode);
    }
}
