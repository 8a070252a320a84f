package io.pushmi.runtime.processing.filters;

import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.processing.EventTarget;
import io.pushmi.runtime.processing.Outcome;
import io.pushmi.runtime.processing.ProcessorDefinition;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.RegisterProcessors;
import io.pushmi.runtime.processing.Registration;
import io.pushmi.runtime.processing.RegistrationResult;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Takes registrations and, when told to, gives each target the events that are in its log, one at a time on one thread,
 * and settles it. Remembers no position: whoever registers again begins where its target has come to.
 */
final class SequentialProcessors implements RegisterProcessors, AutoCloseable {
    private final EventLogStorage storage;
    private final List<TenantId> tenants;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Map<ProcessorId, Map<TenantId, EventTarget>> registered = new HashMap<>();
    private final Map<EventTarget, SequenceNumber> positions = new HashMap<>();
    private final List<ProcessorDefinition> definitions = new ArrayList<>();

    SequentialProcessors(EventLogStorage storage, List<TenantId> tenants) {
        this.storage = storage;
        this.tenants = tenants;
    }

    @Override
    public synchronized CompletionStage<RegistrationResult> register(
            ProcessorDefinition definition, Function<TenantId, EventTarget> targets) {
        if (registered.containsKey(definition.id())) {
            return CompletableFuture.completedFuture(new RegistrationResult.AlreadyRegistered());
        }
        Map<TenantId, EventTarget> made = new HashMap<>();
        tenants.forEach(tenant -> made.put(tenant, targets.apply(tenant)));
        registered.put(definition.id(), made);
        definitions.add(definition);
        CompletionStage<Void> begun = CompletableFuture.completedFuture(null);
        for (EventTarget target : made.values()) {
            begun = begun.thenCompose(before -> target.reached().thenAccept(reached -> positions.put(target, reached)));
        }
        return begun.thenApply(
                done -> new RegistrationResult.Registered(new Registered(definition.id(), new CompletableFuture<>())));
    }

    List<ProcessorDefinition> definitions() {
        return definitions;
    }

    /** Gives every target of the processor what there is for it, in the background, and settles it. */
    CompletableFuture<Void> work(ProcessorDefinition definition) {
        return CompletableFuture.runAsync(
                () -> {
                    for (Map.Entry<TenantId, EventTarget> each :
                            registered.getOrDefault(definition.id(), Map.of()).entrySet()) {
                        work(definition, each.getKey(), each.getValue());
                    }
                },
                thread);
    }

    private void work(ProcessorDefinition definition, TenantId tenant, EventTarget target) {
        LogId log = new LogId(tenant, LogName.ofScope(definition.id().scope()));
        SequenceNumber next = positions.getOrDefault(target, SequenceNumber.FIRST);
        List<Commit> commits = storage.read(log, next, new PageLimit(Integer.MAX_VALUE, Long.MAX_VALUE))
                .toCompletableFuture()
                .join()
                .commits();
        for (Commit commit : commits) {
            for (int i = 0; i < commit.count(); i++) {
                boolean isWanted = !commit.numberOf(i).isBefore(next)
                        && definition
                                .selection()
                                .includes(commit, commit.events().get(i));
                if (isWanted && !deliver(definition, target, new CommittedEvent(commit, i))) {
                    return;
                }
                positions.put(target, commit.numberOf(i).plus(1));
            }
        }
        target.settle().toCompletableFuture().join();
    }

    private static boolean deliver(ProcessorDefinition definition, EventTarget target, CommittedEvent event) {
        Delivery delivery = new Delivery(event, definition.id().scope(), new PartitionId("p"), false, 0, null);
        while (true) {
            CompletableFuture<Outcome> outcome = new CompletableFuture<>();
            CompletableFuture<Void> room = new CompletableFuture<>();
            if (!target.offer(delivery, outcome::complete, () -> room.complete(null))) {
                room.join();
            } else if (!(outcome.join() instanceof Outcome.Failed)) {
                return outcome.join() instanceof Outcome.Succeeded;
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private final class Registered implements Registration {
        private final ProcessorId id;
        private final CompletableFuture<Void> stopped;

        Registered(ProcessorId id, CompletableFuture<Void> stopped) {
            this.id = id;
            this.stopped = stopped;
        }

        @Override
        public CompletionStage<Void> stop(Duration grace) {
            synchronized (SequentialProcessors.this) {
                registered.remove(id);
            }
            stopped.complete(null);
            return stopped;
        }

        @Override
        public CompletionStage<Void> stopped() {
            return stopped;
        }
    }
}
