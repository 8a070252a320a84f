package io.pushmi.runtime.leases;

import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * Leases that the Runtimes of one store have among them. A Runtime that stops in good order hands its leases over within
 * about a second; one that crashes, or cannot reach the store, loses them after a few. It stops holding them before
 * anybody else may take them, as long as no clock runs at less than two thirds of another's speed.
 *
 * <p>A Runtime writes one small document a second for each tenant that it wants a lease of, however many they are, and
 * reads the tenant's leases once a second while it waits for some.
 */
public final class SharedLeases implements Leases {
    private final StateStorage states;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanos;
    private final String runtime = UUID.randomUUID().toString();
    private final Map<TenantId, TenantLeases> tenants = new ConcurrentHashMap<>();

    /**
     * The leases of one Runtime, which nobody else has the name of.
     *
     * @param timer the giver's, to be shut down after all claims are released
     * @param nanos the time that has passed, in nanoseconds, which never goes backward
     */
    public SharedLeases(StateStorage states, ScheduledExecutorService timer, LongSupplier nanos) {
        this.states = states;
        this.timer = timer;
        this.nanos = nanos;
    }

    @Override
    public Claim claim(LeaseId lease, Claimant claimant) {
        return tenants.computeIfAbsent(
                        lease.tenant(),
                        tenant -> new TenantLeases(states, tenant, runtime, timer, nanos, LeaseTimes.USUAL))
                .claim(lease.name(), claimant);
    }
}
