package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.processing.AwaitResult;
import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.processing.EventTarget;
import io.pushmi.runtime.processing.OperateProcessors;
import io.pushmi.runtime.processing.OperationResult;
import io.pushmi.runtime.processing.Outcome;
import io.pushmi.runtime.processing.ProcessorDefinition;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.ProcessorStatus;
import io.pushmi.runtime.processing.RegisterProcessors;
import io.pushmi.runtime.processing.Registration;
import io.pushmi.runtime.processing.RegistrationResult;
import io.pushmi.runtime.processing.Skip;
import io.pushmi.runtime.processing.SkippedEvent;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does for one projection of the development tenant what a sequential processor does, one step at a time when it is told
 * to: delivers, and saves its position behind what was settled. For one thread.
 */
final class Driver implements RegisterProcessors, OperateProcessors {
    private static final StateName POSITION = new StateName(TenantId.DEVELOPMENT, "driver", "position");

    private final StateStorage states;
    private final List<Delivery> events;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private @Nullable EventTarget target;
    private @Nullable ProcessorDefinition registered;
    private Revision revision = Revision.ABSENT;
    private int next;
    private int saved;
    private boolean hasRoom = true;
    private CompletionStage<Void> lastSave = CompletableFuture.completedFuture(null);

    Driver(StateStorage states, List<Delivery> events) {
        this.states = states;
        this.events = events;
    }

    @Override
    public CompletionStage<RegistrationResult> register(
            ProcessorDefinition definition, Function<TenantId, EventTarget> targets) {
        EventTarget begun = targets.apply(TenantId.DEVELOPMENT);
        target = begun;
        registered = definition;
        return begun.open().thenCompose(open -> states.get(POSITION)).thenApply(found -> {
            revision = found.map(StateDocument::revision).orElse(Revision.ABSENT);
            String[] parts = found.map(document -> document.content().asUtf8())
                    .orElse("none/0")
                    .split("/", 2);
            next = parts[0].equals(String.valueOf(begun.edition())) ? Integer.parseInt(parts[1]) : 0;
            saved = next;
            return new RegistrationResult.Registered(new Registration() {
                @Override
                public CompletionStage<Void> stop(Duration grace) {
                    return save().whenComplete((done, failure) -> stopped.complete(null));
                }

                @Override
                public CompletionStage<Void> stopped() {
                    return stopped;
                }
            });
        });
    }

    ProcessorDefinition registered() {
        return Objects.requireNonNull(registered);
    }

    /** How many events it is done with. */
    int position() {
        return next;
    }

    /** The position from which it would go on after a crash. */
    int saved() {
        return saved;
    }

    boolean isDone() {
        return next == events.size();
    }

    /** What came of the deliveries so far, in their order. */
    List<Outcome> outcomes() {
        return outcomes;
    }

    /** Delivers the next event, again if it failed. */
    void deliver() {
        while (!offer()) {
            if (!hasRoom) {
                throw new AssertionError("there is no room, and nobody said when there would be");
            }
        }
    }

    private boolean offer() {
        hasRoom = false;
        return Objects.requireNonNull(target)
                .offer(
                        events.get(next),
                        outcome -> {
                            outcomes.add(outcome);
                            if (outcome instanceof Outcome.Succeeded) {
                                next++;
                            }
                        },
                        () -> hasRoom = true);
    }

    /** Saves where it is when those before are saved. */
    CompletionStage<Void> save() {
        lastSave = lastSave.thenCompose(done -> saveNow());
        return lastSave;
    }

    /** Settles as if the position could not be saved afterwards. */
    CompletionStage<Void> settle() {
        lastSave = lastSave.thenCompose(done -> Objects.requireNonNull(target).settle());
        return lastSave;
    }

    private CompletionStage<Void> saveNow() {
        int position = next;
        EventTarget settled = Objects.requireNonNull(target);
        return settled.settle()
                .thenCompose(done -> states.change(List.of(
                        new StateChange.Put(POSITION, revision, Bytes.utf8(settled.edition() + "/" + position)))))
                .thenAccept(results -> {
                    revision = ((StateResult.Changed) results.get(0)).revision();
                    saved = position;
                    settled.saved(new SequenceNumber(position));
                });
    }

    @Override
    public CompletionStage<OperationResult> reprocessFrom(ProcessorId processor, TenantId tenant, SequenceNumber to) {
        return lastSave.thenCompose(idle -> Objects.requireNonNull(target).rewind(to))
                .thenAccept(rewound -> next = (int) to.value())
                .thenCompose(moved -> save())
                .thenApply(durable -> OperationResult.DONE);
    }

    @Override
    public List<ProcessorDefinition> connected() {
        throw unexpected();
    }

    @Override
    public CompletionStage<Optional<List<ProcessorStatus>>> status(ProcessorId processor, Optional<TenantId> tenant) {
        throw unexpected();
    }

    @Override
    public CompletionStage<OperationResult> retryNow(ProcessorId processor, TenantId tenant, PartitionId partition) {
        throw unexpected();
    }

    @Override
    public CompletionStage<OperationResult> skip(
            ProcessorId processor, TenantId tenant, PartitionId partition, SequenceNumber position, Skip skip) {
        throw unexpected();
    }

    @Override
    public CompletionStage<List<SkippedEvent>> skipped(ProcessorId processor, TenantId tenant) {
        throw unexpected();
    }

    @Override
    public CompletionStage<AwaitResult> awaitHandled(
            ProcessorId processor, TenantId tenant, SequenceNumber position, Duration longest) {
        throw unexpected();
    }

    private static AssertionError unexpected() {
        return new AssertionError("projections ask for nothing of this");
    }
}
