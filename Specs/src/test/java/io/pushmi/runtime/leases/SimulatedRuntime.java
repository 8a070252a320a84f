package io.pushmi.runtime.leases;

import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StatePage;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Runtime of a {@link World}: its leases, its timer, and its way to the store, which takes a while there and back. It can
 * be paused, as a process or its machine can, and crash: what it has sent arrives nevertheless.
 */
public final class SimulatedRuntime {
    private final World world;
    private final String name;
    private final StateStorage states;
    private final ScheduledExecutorService timer;
    private final Leases leases;
    private final List<Runnable> missed = new ArrayList<>();
    private boolean isPaused;
    private boolean isCrashed;
    private int slowestMillis = 20;
    private int changesLeft;
    private boolean isLastMade;

    SimulatedRuntime(World world, String name, LeaseFlaw flaw) {
        this.world = world;
        this.name = name;
        this.states = new Way(flaw.states(world.states));
        this.timer = new Timer();
        this.leases = new SharedLeases(states, timer, flaw.clock(world));
    }

    public SimulatedRuntime(World world, String name) {
        this(world, name, LeaseFlaw.NONE);
    }

    /** Its way to the store. */
    public StateStorage states() {
        return states;
    }

    public ScheduledExecutorService timer() {
        return timer;
    }

    public Leases leases() {
        return leases;
    }

    public boolean isRunning() {
        return !isPaused && !isCrashed;
    }

    boolean isCrashed() {
        return isCrashed;
    }

    public void crash() {
        isCrashed = true;
    }

    public void pause() {
        isPaused = true;
    }

    /** Goes on with all that it missed. */
    public void resume() {
        isPaused = false;
        List<Runnable> all = List.copyOf(missed);
        missed.clear();
        all.forEach(this::happens);
        world.calm();
    }

    /**
     * Crashes when it changes the state of processors for that many times from now on.
     *
     * @param isMade whether that last change still reaches the store
     */
    public void crashAtChange(int count, boolean isMade) {
        changesLeft = count;
        isLastMade = isMade;
    }

    private boolean crashesAt(List<StateChange> changes) {
        boolean isCounted =
                changes.stream().anyMatch(change -> change.name().collection().startsWith("processor"));
        if (!isCounted || changesLeft == 0) {
            return false;
        }
        changesLeft--;
        return changesLeft == 0;
    }

    /** How long a message takes at most. */
    public void slowest(int millis) {
        slowestMillis = millis;
    }

    /** Something happens here, once this Runtime does anything at all. */
    private void happens(Runnable what) {
        if (isPaused) {
            missed.add(what);
        } else if (!isCrashed) {
            what.run();
        }
    }

    private void travel(Runnable arrival) {
        ScheduledFuture<?> unused =
                world.simulation.schedule(arrival, world.random.nextInt(slowestMillis + 1), TimeUnit.MILLISECONDS);
    }

    @Override
    public String toString() {
        return name;
    }

    private final class Timer extends ScheduledThreadPoolExecutor {
        Timer() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            return world.simulation.schedule(() -> happens(task), delay, unit);
        }
    }

    private final class Way implements StateStorage {
        private final StateStorage store;

        Way(StateStorage store) {
            this.store = store;
        }

        private <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> question) {
            CompletableFuture<T> answer = new CompletableFuture<>();
            travel(() -> {
                CompletionStage<Void> unused = question.get().handle((found, failure) -> {
                    travel(() -> happens(() -> {
                        if (failure == null) {
                            answer.complete(found);
                        } else {
                            answer.completeExceptionally(failure);
                        }
                    }));
                    return null;
                });
            });
            return answer;
        }

        @Override
        public CompletionStage<Optional<StateDocument>> get(StateName document) {
            return ask(() -> store.get(document));
        }

        @Override
        public CompletionStage<List<StateResult>> change(List<StateChange> changes) {
            if (crashesAt(changes)) {
                crash();
                return isLastMade ? ask(() -> store.change(changes)) : new CompletableFuture<>();
            }
            return ask(() -> store.change(changes));
        }

        @Override
        public CompletionStage<StatePage> list(TenantId tenant, String collection, @Nullable String after, int limit) {
            return ask(() -> store.list(tenant, collection, after, limit));
        }

        @Override
        public CompletionStage<Set<String>> collections(TenantId tenant) {
            return ask(() -> store.collections(tenant));
        }
    }
}
