package io.pushmi.runtime.leases;

import io.pushmi.runtime.leases.Look.Found;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leases of one tenant. Everything happens in turn.
 *
 * <p><b>Implementer's note.</b> The work is done in rounds, one at a time: look at the documents where that is needed, and
 * change those that can be changed, each only if it is what was seen. A term is a time in which this Runtime's heartbeat
 * never stood still for too long; what was begun in one term counts for nothing in the next, since others may have taken
 * the lease in between. A change that failed, or came second, is followed by a look in a later round.
 */
final class TenantLeases {
    private static final Logger LOG = LoggerFactory.getLogger(TenantLeases.class);
    private static final int AT_A_TIME = 256;
    private static final int BEATS_UNTIL_LOOK = 30;

    private final StateStorage states;
    private final TenantId tenant;
    private final String runtime;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanos;
    private final Duration beat;
    private final InTurn inTurn = new InTurn(this::checkTerm);
    private final Map<String, SharedLine> lines = new TreeMap<>();
    private final Heartbeat heartbeat;
    private final Others others;
    private @Nullable ScheduledFuture<?> check;
    private boolean isBeating;
    private boolean isAlive;
    private boolean isRunning;
    private boolean isAgain;
    private int beatsSinceLook;
    private long term;

    TenantLeases(
            StateStorage states,
            TenantId tenant,
            String runtime,
            ScheduledExecutorService timer,
            LongSupplier nanos,
            LeaseTimes times) {
        this.states = states;
        this.tenant = tenant;
        this.runtime = runtime;
        this.timer = timer;
        this.nanos = nanos;
        this.beat = times.beat();
        this.heartbeat = new Heartbeat(states, tenant, runtime, inTurn, nanos, times, this::beaten);
        this.others = new Others(times);
    }

    Claim claim(String name, Claimant claimant) {
        Line.Waiting claim = new Line.Waiting(claimant);
        inTurn.run(() -> {
            lines.computeIfAbsent(name, SharedLine::new).line().add(claim);
            if (!isBeating) {
                isBeating = true;
                beat();
            }
            goOn();
        });
        return () -> release(name, claim);
    }

    private CompletionStage<Void> release(String name, Line.Waiting claim) {
        claim.isReleased = true;
        inTurn.run(() -> {
            SharedLine line = lines.get(name);
            if (line != null && !claim.released.isDone()) {
                line.leave(claim);
                drop(line);
                goOn();
            }
        });
        return claim.released.copy();
    }

    private void drop(SharedLine line) {
        if (line.isOver()) {
            lines.remove(line.name());
            line.left();
        }
    }

    private void beat() {
        if (lines.isEmpty() && !isRunning) {
            isBeating = false;
            isAlive = false;
            heartbeat.end();
            return;
        }
        beatsSinceLook++;
        heartbeat.beat();
        ScheduledFuture<?> unused = later(this::beat, beat.toNanos());
        goOn();
    }

    private void beaten() {
        long left = heartbeat.left();
        if (left <= 0) {
            return;
        }
        isAlive = true;
        if (check != null) {
            check.cancel(false);
        }
        // The turn itself is what checks.
        check = later(() -> {}, left);
        goOn();
    }

    /** Comes before whatever happens: time may have passed in which nothing did. */
    private void checkTerm() {
        if (isAlive && heartbeat.left() <= 0) {
            LOG.warn("tenant {}: the store did not answer in time, so this Runtime holds no leases for now", tenant);
            isAlive = false;
            term++;
            List.copyOf(lines.values()).forEach(SharedLine::lose);
        }
    }

    private void goOn() {
        boolean isOpen = lines.values().stream().anyMatch(SharedLine::isOpen);
        boolean isTimeToLook = beatsSinceLook >= BEATS_UNTIL_LOOK || (beatsSinceLook > 0 && others.isAnyGone());
        if (!isAlive || !(isOpen || isTimeToLook)) {
            return;
        }
        if (isRunning) {
            isAgain = true;
            return;
        }
        isRunning = true;
        isAgain = false;
        boolean isLookNeeded =
                isTimeToLook || lines.values().stream().anyMatch(line -> line.isOpen() && line.ours() == null);
        if (isLookNeeded) {
            look();
        } else {
            change(null);
        }
    }

    private void look() {
        beatsSinceLook = 0;
        CompletionStage<Void> unused = Look.at(states, tenant, nanos).handle((look, failure) -> {
            inTurn.run(() -> looked(look, failure));
            return null;
        });
    }

    private void looked(@Nullable Look look, @Nullable Throwable failure) {
        if (look == null) {
            LOG.debug("tenant {}: its leases cannot be read, trying again: {}", tenant, String.valueOf(failure));
            isRunning = false;
            return;
        }
        others.look(
                look.begun(),
                nanos.getAsLong(),
                look.heartbeats(),
                look.leases().values().stream()
                        .map(found -> found.lease().runtime())
                        .collect(Collectors.toSet()));
        change(look);
    }

    /** A change that is offered, and the line that it is for, if it is for one. */
    private record Step(
            StateChange change,
            @Nullable SharedLine line,
            @Nullable StoredLease lease) {}

    private void change(@Nullable Look look) {
        List<Step> steps = new ArrayList<>();
        if (isAlive) {
            for (SharedLine line : List.copyOf(lines.values())) {
                add(line, look, steps);
                drop(line);
            }
        }
        if (look != null) {
            others.superfluous(look.heartbeats()).forEach(removal -> steps.add(new Step(removal, null, null)));
        }
        offer(steps, term);
    }

    private void add(SharedLine line, @Nullable Look look, List<Step> steps) {
        Found ours = line.ours();
        Found now = ours != null || look == null ? ours : look.of(line.name());
        if (now == null || !line.isOpen()) {
            return;
        }
        StoredLease next =
                line.next(now.lease(), runtime, others.isGone(now.lease().runtime()));
        if (next != null) {
            line.offered();
            StateChange put =
                    new StateChange.Put(StoredLease.nameOf(tenant, line.name()), now.revision(), next.encode());
            steps.add(new Step(put, line, next));
        }
    }

    private void offer(List<Step> steps, long of) {
        if (steps.isEmpty()) {
            isRunning = false;
            if (isAgain) {
                goOn();
            }
            return;
        }
        List<Step> some = steps.subList(0, Math.min(AT_A_TIME, steps.size()));
        List<Step> rest = steps.subList(some.size(), steps.size());
        CompletionStage<Void> unused = states.change(
                        some.stream().map(Step::change).toList())
                .handle((results, failure) -> {
                    inTurn.run(() -> {
                        if (results == null) {
                            LOG.debug("tenant {}: leases not changed, looking again: {}", tenant, failure);
                        } else {
                            changed(some, results, of);
                        }
                        offer(rest, of);
                    });
                    return null;
                });
    }

    private void changed(List<Step> steps, List<StateResult> results, long of) {
        for (int i = 0; i < steps.size(); i++) {
            SharedLine line = steps.get(i).line();
            StoredLease lease = steps.get(i).lease();
            if (line == null || lease == null || !(results.get(i) instanceof StateResult.Changed now)) {
                continue;
            }
            if (lease.isFree() || (of == term && isAlive)) {
                line.changed(new Found(lease, now.revision()));
                isAgain |= line.isOpen();
                drop(line);
            }
        }
    }

    private @Nullable ScheduledFuture<?> later(Runnable task, long delay) {
        try {
            return timer.schedule(() -> inTurn.run(task), delay, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("The Runtime is stopping: {}", stopped.toString());
            return null;
        }
    }
}
