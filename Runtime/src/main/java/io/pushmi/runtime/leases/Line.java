package io.pushmi.runtime.leases;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The claims of this Runtime on one lease, the oldest first, which is the one to hold it. Used by one thread at a time. */
final class Line {
    private final Deque<Waiting> claims = new ArrayDeque<>();
    private @Nullable Waiting holder;

    /** One claim. */
    static final class Waiting {
        private final Claimant claimant;

        /** Completes when it is given up, once that is wished. */
        final CompletableFuture<Void> released = new CompletableFuture<>();

        /** Set by whoever wishes, at once, so that nothing more is told. */
        volatile boolean isReleased;

        Waiting(Claimant claimant) {
            this.claimant = claimant;
        }
    }

    void add(Waiting claim) {
        claims.add(claim);
    }

    void remove(Waiting claim) {
        claims.remove(claim);
    }

    boolean isEmpty() {
        return claims.isEmpty();
    }

    boolean isHeld() {
        return holder != null;
    }

    boolean isHeldBy(Waiting claim) {
        return holder == claim;
    }

    /** Lets the first claim hold the lease, which there must be. */
    void hold(FencingNumber number) {
        Waiting first = claims.getFirst();
        holder = first;
        if (!first.isReleased) {
            first.claimant.held(number);
        }
    }

    /** Nobody here holds the lease from now on; who did stays first in line. */
    void lose() {
        Waiting last = holder;
        holder = null;
        if (last != null && !last.isReleased) {
            last.claimant.lost();
        }
    }

    /** The holder holds it no more and wants that. */
    void give() {
        holder = null;
    }
}
