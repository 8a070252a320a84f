package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StatePage;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * State documents whose changes are made only when they are asked for, all on the caller's thread, until the power fails
 * at one of them: right before it is made, or right after it, so that nobody hears of it. For one thread.
 */
final class SteppedStates implements StateStorage {
    private final StateStorage states;
    private int failAt;
    private final boolean isAfterwards;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int changes;

    SteppedStates(StateStorage states, int failAt, boolean isAfterwards) {
        this.states = states;
        this.failAt = failAt;
        this.isAfterwards = isAfterwards;
    }

    /** One whose power never fails by itself. */
    static SteppedStates steady(StateStorage states) {
        return new SteppedStates(states, Integer.MAX_VALUE, false);
    }

    void fail() {
        failAt = 0;
    }

    void recover() {
        failAt = Integer.MAX_VALUE;
    }

    boolean hasFailed() {
        return changes >= failAt;
    }

    /** Makes the changes that wait. */
    void step() {
        int count = waiting.size();
        for (int i = 0; i < count; i++) {
            waiting.remove().run();
        }
    }

    boolean isIdle() {
        return waiting.isEmpty();
    }

    /** Makes a change somewhere else as one of these. */
    <T> CompletionStage<T> make(Supplier<T> change) {
        CompletableFuture<T> result = new CompletableFuture<>();
        waiting.add(() -> {
            changes++;
            T made = changes < failAt || (changes == failAt && isAfterwards) ? change.get() : null;
            if (changes < failAt) {
                result.complete(made);
            } else {
                result.completeExceptionally(new StorageUnavailable("the power failed", null));
            }
        });
        return result;
    }

    @Override
    public CompletionStage<Optional<StateDocument>> get(StateName name) {
        return CompletableFuture.completedFuture(Answers.of(states.get(name)));
    }

    @Override
    public CompletionStage<List<StateResult>> change(List<StateChange> changes) {
        return make(() -> Answers.of(states.change(changes)));
    }

    @Override
    public CompletionStage<StatePage> list(TenantId tenant, String collection, @Nullable String after, int limit) {
        return CompletableFuture.completedFuture(Answers.of(states.list(tenant, collection, after, limit)));
    }

    @Override
    public CompletionStage<Set<String>> collections(TenantId tenant) {
        return states.collections(tenant);
    }
}
