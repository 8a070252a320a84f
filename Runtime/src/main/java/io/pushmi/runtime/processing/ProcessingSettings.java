package io.pushmi.runtime.processing;

import java.time.Duration;

/**
 * How processors go about their work.
 *
 * @param window how many events at most are delivered again for one tenant of one processor after a crash, at least 1
 * @param saveAfter how long at most a position waits to be saved
 * @param callTimeout how long a client may take for one event
 * @param grace how long a client that is to stop may go on with the events that it has
 * @param troubled how many failing and parked partitions one tenant of one processor may have; at the limit it waits
 */
public record ProcessingSettings(int window, Duration saveAfter, Duration callTimeout, Duration grace, int troubled) {
    public ProcessingSettings {
        if (window < 1 || troubled < 1) {
            throw new IllegalArgumentException("a window and the number of troubled partitions are at least 1, not "
                    + window + " and " + troubled);
        }
    }
}
