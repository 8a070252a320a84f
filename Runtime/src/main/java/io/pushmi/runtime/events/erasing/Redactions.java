package io.pushmi.runtime.events.erasing;

import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.storage.Checkpoint;
import io.pushmi.runtime.storage.CheckpointName;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.UncommittedEvent;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Commits events to the tenants' main logs, and does what those of them ask for that redact others. May be used by any
 * number of threads; nothing here blocks.
 *
 * <p><b>Implementer's note.</b> A commit with such events carries a checkpoint of a reserved name, so that all of them can
 * be found by key and in order, whatever becomes of the Runtime between committing and applying them. Where the
 * checkpoint stands means nothing.
 */
public final class Redactions {
    /** The checkpoint of commits that ask for redactions. */
    static final CheckpointName NAME = new CheckpointName("redactions");

    /** For how long, doubling from one second, a commit of which nobody knows is looked for. */
    private static final Duration LONGEST_UNKNOWN = Duration.ofMinutes(5);

    private final EventLogs logs;
    private final Tenants tenants;
    private final Duties duties;
    private final Redacting redacting;
    private final Retries retries;
    private final Duration longestWait;
    private volatile boolean resumed;

    /**
     * Redactions in the logs of one Runtime.
     *
     * @param erasures those of the same Runtime
     * @param timer starts what has to be tried again
     * @param longestWait how long a commit waits for what it redacts
     */
    public Redactions(
            EventLogs logs,
            EventLogStorage storage,
            StateStorage states,
            Erasures erasures,
            Tenants tenants,
            ScheduledExecutorService timer,
            Duration longestWait) {
        this.logs = logs;
        this.tenants = tenants;
        this.duties = erasures.duties();
        this.retries = new Retries(timer);
        this.redacting = new Redacting(storage, states, erasures, retries);
        this.longestWait = longestWait;
        duties.add(tenant -> resumed ? goOn(tenant) : CompletableFuture.completedFuture(null));
    }

    /**
     * Commits as {@link EventLogs#commit} does. If the commit redacts earlier events, the stage completes when that is
     * done, or when it takes longer than a commit may take: then it is committed and goes on in the background, if need
     * be after a restart.
     *
     * <p>A commit that redacts can move no checkpoint of its own; one that wants both is {@link CommitOutcome.Invalid}.
     */
    public CompletionStage<CommitOutcome> commit(LogId log, CommitRequest request) {
        if (request.events().stream().noneMatch(Redactions::redacts)) {
            return logs.commit(log, request);
        }
        Checkpoint own = request.checkpoint();
        if (own != null) {
            return CompletableFuture.completedFuture(new CommitOutcome.Invalid(
                    "a commit that redacts events can move no checkpoint, found one of '" + own.name() + "'"));
        }
        return logs.commit(log, marked(request)).thenCompose(outcome -> applied(log, outcome));
    }

    /**
     * Goes on with what was committed before this Runtime was started, in the background; where several Runtimes share the
     * store, as soon as it is this one that erases.
     */
    public void resume() {
        resumed = true;
        for (TenantId tenant : tenants.all()) {
            if (duties.isOn(tenant)) {
                CompletionStage<Void> unused = goOn(tenant);
            }
        }
    }

    private CompletionStage<Void> goOn(TenantId tenant) {
        LogId log = LogId.mainOf(tenant);
        CompletionStage<Void> purging = redacting.resumePurges(log);
        return redacting.look(log).thenCompose(looked -> purging);
    }

    private CompletionStage<CommitOutcome> applied(LogId log, CommitOutcome outcome) {
        if (outcome instanceof CommitOutcome.Committed committed) {
            long end = System.nanoTime() + longestWait.toNanos();
            return applied(log, committed.commit().next(), end)
                    .handle((done, logged) -> outcome)
                    .toCompletableFuture()
                    .completeOnTimeout(outcome, longestWait.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (outcome instanceof CommitOutcome.OutcomeUnknown) {
            lookAgain(log, Duration.ofSeconds(1));
        }
        return CompletableFuture.completedFuture(outcome);
    }

    /** Applies what is to be applied up to the position, or waits until the Runtime that does so has done it. */
    private CompletionStage<Void> applied(LogId log, SequenceNumber position, long end) {
        if (duties.isOn(log.tenant())) {
            return redacting.look(log);
        }
        return redacting.isAppliedBefore(log, position).thenCompose(applied -> {
            CompletableFuture<Void> over = new CompletableFuture<>();
            boolean goesOn = !applied
                    && System.nanoTime() - end < 0
                    && retries.after(Erasures.BETWEEN_LOOKS, () -> over.complete(null));
            return goesOn
                    ? over.thenCompose(waited -> applied(log, position, end))
                    : CompletableFuture.completedFuture(null);
        });
    }

    private void lookAgain(LogId log, Duration delay) {
        boolean unused = retries.after(delay, () -> {
            CompletionStage<@Nullable Void> looked = redacting.look(log);
            if (delay.compareTo(LONGEST_UNKNOWN) < 0) {
                looked.whenComplete((done, logged) -> lookAgain(log, delay.multipliedBy(2)));
            }
        });
    }

    private static boolean redacts(UncommittedEvent event) {
        return RedactionEvent.of(event.type().id(), event.source(), event.content())
                .isPresent();
    }

    private static CommitRequest marked(CommitRequest request) {
        return new CommitRequest(
                request.id(),
                request.context(),
                request.kind(),
                request.occurred(),
                request.events(),
                request.conditions(),
                new Checkpoint(NAME, SequenceNumber.FIRST));
    }
}
