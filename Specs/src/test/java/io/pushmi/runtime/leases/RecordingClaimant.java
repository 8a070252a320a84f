package io.pushmi.runtime.leases;

import java.util.ArrayList;
import java.util.List;

/** Writes down what a claimant is told. */
final class RecordingClaimant implements Claimant {
    private final List<FencingNumber> numbers = new ArrayList<>();
    private boolean holds;

    @Override
    public synchronized void held(FencingNumber number) {
        numbers.add(number);
        holds = true;
    }

    @Override
    public synchronized void lost() {
        holds = false;
    }

    synchronized boolean holds() {
        return holds;
    }

    /** Each under which it held the lease, in their order. */
    synchronized List<FencingNumber> numbers() {
        return List.copyOf(numbers);
    }
}
