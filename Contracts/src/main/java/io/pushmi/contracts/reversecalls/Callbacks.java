package io.pushmi.contracts.reversecalls;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs what others handed in, where one that fails must not keep the rest from being told. */
final class Callbacks {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    private Callbacks() {}

    static void run(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException failure) {
            LOG.error("A callback of a reverse call failed, which must not: {}", callback, failure);
        }
    }
}
