package io.pushmi.runtime.leases;

import java.time.Duration;

/**
 * How long things take where Runtimes share leases. All are measured by clocks that only go forward, each Runtime by its
 * own, and no Runtime compares its clock with another's.
 *
 * @param beat how often a Runtime says that it is there
 * @param stop after how long without an answer to that it holds nothing any more
 * @param expiry for how long others must have seen nothing of it before they take its leases; much longer than {@code
 *     stop}, since timers may be late
 */
record LeaseTimes(Duration beat, Duration stop, Duration expiry) {
    static final LeaseTimes USUAL = new LeaseTimes(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(5));
}
