package io.pushmi.runtime.leases;

/**
 * Who wants a lease. Told on any thread, one thing at a time, which it must not hold up. It may hold the lease, lose it and
 * hold it again, each time under another number, until it releases its claim.
 */
public interface Claimant {
    /** It holds the lease. What others did under lower numbers may still be under way, and must not count any more. */
    void held(FencingNumber number);

    /** It holds the lease no more, and stops what it does under it at once: another one may hold it already. */
    void lost();
}
