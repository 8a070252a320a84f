package io.pushmi.runtime.leases;

import java.util.concurrent.CompletionStage;

/** One claimant's wish for a lease. */
public interface Claim {
    /**
     * Wants the lease no more, and gives it up if it is held, so that the next in line has it soon. The claimant is told
     * nothing more. To release again does nothing.
     *
     * @return completes when the lease is given up, or cannot be and runs out by itself; never fails
     */
    CompletionStage<Void> release();
}
