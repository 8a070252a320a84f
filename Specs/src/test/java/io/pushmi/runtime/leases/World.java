package io.pushmi.runtime.leases;

import io.pushmi.runtime.storage.SimulatedStates;
import io.pushmi.runtime.storage.Simulation;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Runtimes that share a store, in virtual time, and who knows better than all of them who holds what: it sees at once when
 * a lease is held by two, or under a number that is not higher than all before.
 */
public final class World {
    static final TenantId TENANT = TenantId.DEVELOPMENT;
    private static final int MOST = 200_000;

    final Random random;

    public final Simulation simulation;
    public final SimulatedStates states;

    private final Instant beginning;
    private final Map<String, Long> numbers = new HashMap<>();
    private final List<Claimed> claimed = new ArrayList<>();
    private String broken = "";

    public World(long seed) {
        random = new Random(seed);
        simulation = new Simulation(random);
        states = new SimulatedStates(simulation, random, 0);
        beginning = simulation.clock().instant();
    }

    long nanos() {
        return Duration.between(beginning, simulation.clock().instant()).toNanos();
    }

    /** What went wrong so far; empty if nothing. */
    String broken() {
        return broken;
    }

    public void pass(Duration duration) {
        simulation.pass(duration, MOST);
        lookForTwo();
    }

    /** Runs what is due at this moment, without time passing. */
    public void calm() {
        simulation.calm(MOST);
        lookForTwo();
    }

    /** A claim of one of the Runtimes. */
    final class Claimed implements Claimant {
        final SimulatedRuntime runtime;
        final String name;
        private boolean holds;
        private boolean isReleased;
        private int turns;

        /** Told its claim when there is one. */
        private final List<Claim> claim = new ArrayList<>();

        Claimed(SimulatedRuntime runtime, String name) {
            this.runtime = runtime;
            this.name = name;
            claimed.add(this);
            claim.add(runtime.leases().claim(new LeaseId(TENANT, name), this));
        }

        @Override
        public void held(FencingNumber number) {
            if (holds || isReleased) {
                broken = this + " was told twice, or after it released its claim";
            }
            holds = true;
            turns++;
            long last = numbers.getOrDefault(name, 0L);
            if (number.value() <= last) {
                broken = this + " holds it under " + number + ", but " + last + " was used before";
            }
            numbers.put(name, Math.max(last, number.value()));
            tellOfTwo(holdersOf(name));
        }

        @Override
        public void lost() {
            if (!holds || isReleased) {
                broken = this + " lost what it did not hold";
            }
            holds = false;
        }

        CompletionStage<Void> release() {
            isReleased = true;
            holds = false;
            return claim.get(0).release();
        }

        boolean holds() {
            return holds && runtime.isRunning();
        }

        boolean isWaiting() {
            return !holds && wants();
        }

        boolean wants() {
            return !isReleased && !runtime.isCrashed();
        }

        int turns() {
            return turns;
        }

        @Override
        public String toString() {
            return runtime + " of " + name;
        }
    }

    List<Claimed> claimed() {
        return claimed;
    }

    List<Claimed> holdersOf(String name) {
        return claimed.stream()
                .filter(one -> one.name.equals(name) && one.holds())
                .toList();
    }

    /** Of those who do nothing at present nobody knows what they believe. */
    private void lookForTwo() {
        claimed.stream()
                .filter(Claimed::holds)
                .collect(Collectors.groupingBy(one -> one.name))
                .values()
                .forEach(this::tellOfTwo);
    }

    private void tellOfTwo(List<Claimed> holders) {
        if (holders.size() > 1) {
            broken = "at " + Duration.ofNanos(nanos()) + " held by two: " + holders;
        }
    }
}
