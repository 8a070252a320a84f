package io.pushmi.runtime.leases;

/** The leases that this Runtime holds or waits for. Used by any number of threads; nothing here blocks. */
public interface Leases {
    /**
     * Wants a lease from now on, until the claim is released. Of the claims of one Runtime the oldest comes first; which
     * Runtime comes first is not said. Who holds a lease keeps it until it is released, or the store cannot be asked for
     * so long that another Runtime may take it.
     *
     * <p>The claimant may be told that it holds the lease before this returns.
     */
    Claim claim(LeaseId lease, Claimant claimant);

    /**
     * Whether other Runtimes may hold these leases, too. If not, numbers are only higher than those before in this same
     * process, and whatever an earlier one wrote counts no more.
     */
    default boolean areShared() {
        return true;
    }
}
