package io.pushmi.runtime.events.erasing;

import io.pushmi.runtime.leases.Claim;
import io.pushmi.runtime.leases.Claimant;
import io.pushmi.runtime.leases.FencingNumber;
import io.pushmi.runtime.leases.LeaseId;
import io.pushmi.runtime.leases.Leases;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For which tenants this Runtime is the one that erases. Among Runtimes that share a store each tenant has one at a time;
 * when it goes, another one begins, and goes on with what it finds. Where others may put something down to be done, who is
 * on duty looks for it every second.
 */
final class Duties {
    private static final Logger LOG = LoggerFactory.getLogger(Duties.class);
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);

    private final Leases leases;
    private final Retries retries;
    private final Map<TenantId, Duty> duties = new ConcurrentHashMap<>();
    private final List<Function<TenantId, CompletionStage<Void>>> rounds = new CopyOnWriteArrayList<>();

    Duties(Leases leases, Retries retries) {
        this.leases = leases;
        this.retries = retries;
    }

    /**
     * Adds what is done for a tenant whenever its duty begins here, and then again and again where there may be something
     * new.
     */
    void add(Function<TenantId, CompletionStage<Void>> round) {
        rounds.add(round);
    }

    /** Whether it is this Runtime that erases from the tenant's logs. From the first call on it wants to be. */
    boolean isOn(TenantId tenant) {
        Duty duty = duties.computeIfAbsent(tenant, Duty::new);
        duty.want();
        return duty.held != null;
    }

    /** @throws StorageUnavailable if it is no more this Runtime that erases from the tenant's logs */
    void check(TenantId tenant) {
        if (!isOn(tenant)) {
            throw new StorageUnavailable("another Runtime erases from the logs of tenant " + tenant + " now", null);
        }
    }

    private final class Duty implements Claimant {
        private final TenantId tenant;
        private final AtomicBoolean wanted = new AtomicBoolean();
        private volatile @Nullable FencingNumber held;

        Duty(TenantId tenant) {
            this.tenant = tenant;
        }

        void want() {
            if (wanted.compareAndSet(false, true)) {
                Claim unused = leases.claim(new LeaseId(tenant, "erasing"), this);
            }
        }

        @Override
        public void held(FencingNumber number) {
            LOG.debug("erasing for tenant {}, as number {}", tenant, number);
            held = number;
            round(number);
        }

        @Override
        public void lost() {
            LOG.info("another Runtime may erase for tenant {} from now on", tenant);
            held = null;
        }

        private void round(FencingNumber number) {
            if (!number.equals(held)) {
                return;
            }
            CompletionStage<Void> all = CompletableFuture.completedFuture(null);
            for (Function<TenantId, CompletionStage<Void>> each : rounds) {
                all = all.thenCompose(done -> each.apply(tenant)).exceptionally(logged -> null);
            }
            if (leases.areShared()) {
                CompletionStage<Void> unused =
                        all.thenAccept(done -> retries.after(BETWEEN_ROUNDS, () -> round(number)));
            }
        }
    }
}
