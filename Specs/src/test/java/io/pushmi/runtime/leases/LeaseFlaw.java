package io.pushmi.runtime.leases;

import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.SimulatedStates;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StatePage;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What could be wrong with leases, planted in front of them. */
enum LeaseFlaw {
    NONE,
    /** Its own clock never tells it that it was silent for too long. */
    STOPS_NOT_BY_ITSELF,
    /** Its clock is one that people set. */
    EXPIRY_BY_WALL_CLOCK,
    /** Gives up once more what it gave up a while ago, whoever has it now. */
    RELEASES_WHAT_IS_NOT_ITS_OWN,
    /** What it writes down is the number before. */
    NUMBER_USED_AGAIN;

    LongSupplier clock(World world) {
        return switch (this) {
            case STOPS_NOT_BY_ITSELF -> () -> 0;
            case EXPIRY_BY_WALL_CLOCK -> () -> world.nanos() + world.random.nextInt(4) * 2_000_000_000L;
            default -> world::nanos;
        };
    }

    StateStorage states(SimulatedStates store) {
        return this == RELEASES_WHAT_IS_NOT_ITS_OWN || this == NUMBER_USED_AGAIN ? new Changing(store) : store;
    }

    private static StateChange again(StateChange change) {
        if (!(change instanceof StateChange.Put put) || !put.name().collection().equals(StoredLease.COLLECTION)) {
            return change;
        }
        StoredLease lease = lease(put);
        long number = Math.max(1, lease.number() - 1);
        return new StateChange.Put(put.name(), put.expected(), new StoredLease(lease.runtime(), number).encode());
    }

    private static StoredLease lease(StateChange.Put put) {
        return StoredLease.decode(new StateDocument(put.name(), put.expected(), put.content()));
    }

    private final class Changing implements StateStorage {
        private final SimulatedStates store;
        private StateChange.@Nullable Put last;
        private int changesSince;

        Changing(SimulatedStates store) {
            this.store = store;
        }

        @Override
        public CompletionStage<Optional<StateDocument>> get(StateName name) {
            return store.get(name);
        }

        @Override
        public CompletionStage<List<StateResult>> change(List<StateChange> changes) {
            if (LeaseFlaw.this == NUMBER_USED_AGAIN) {
                return store.change(changes.stream().map(LeaseFlaw::again).toList());
            }
            releaseAgain();
            changes.stream()
                    .filter(StateChange.Put.class::isInstance)
                    .map(StateChange.Put.class::cast)
                    .filter(put -> put.name().collection().equals(StoredLease.COLLECTION)
                            && lease(put).isFree())
                    .forEach(put -> {
                        last = put;
                        changesSince = 0;
                    });
            return store.change(changes);
        }

        private void releaseAgain() {
            StateChange.Put put = last;
            changesSince++;
            if (put == null || changesSince < 4) {
                return;
            }
            last = null;
            Revision actual = store.now(World.TENANT, StoredLease.COLLECTION).stream()
                    .filter(document -> document.name().equals(put.name()))
                    .map(StateDocument::revision)
                    .findFirst()
                    .orElse(Revision.ABSENT);
            store.interfere(new StateChange.Put(put.name(), actual, put.content()));
        }

        @Override
        public CompletionStage<StatePage> list(TenantId tenant, String collection, @Nullable String after, int limit) {
            return store.list(tenant, collection, after, limit);
        }

        @Override
        public CompletionStage<Set<String>> collections(TenantId tenant) {
            return store.collections(tenant);
        }
    }
}
