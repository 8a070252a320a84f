package io.pushmi.runtime.leases;

/** The leases that this Runtime holds or waits for. Used by any number of threads; nothing here blocks. */
public interface Leases {
    /**
     * Wants a lease from now on, until the claim is released. Of the claims of one Runtime the oldest comes first; which
     * Runtime comes first is not said. Who holds a lease keeps it until it is released, or the store cannot be asked for
     * so long that another Runtime may take it.
     */
    Claim claim(LeaseId lease, Claimant claimant);
}
