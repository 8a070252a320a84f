package io.pushmi.runtime.log;

import io.pushmi.runtime.log.Lookout.Found;
import io.pushmi.runtime.log.Validation.Numbered;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts commits into one log: optimistic concurrency on the position, with group commit.
 *
 * <p><b>Ownership.</b> Requests gather in a queue. Whoever turns {@code busy} from false to true owns the committer, and
 * with it every field that is neither final nor volatile. Ownership passes along the stages of a batch, from thread to
 * thread but never to two at a time, and ends when a batch is done and the queue is empty. So there is at most one batch
 * under way; while it is being written the next one gathers.
 *
 * <p><b>A batch.</b> What it is judged by is looked up as of the head ({@link Facts}), each request is judged after
 * those before it ({@link Validation}), and the accepted ones are offered to the store in one append. A refusal is only
 * answered when the head was read after the request came in and what was looked up is of that head, and never because
 * of a commit that is not in the log yet. If another commit took the position, the log is read forward and the rest of
 * the batch is judged again ({@link Appending}).
 *
 * <p><b>Others.</b> What other Runtimes committed is read by the owner too, when a batch meets it or the {@link Lookout}
 * asks for it, so that followers are shown everything in order by one thread at a time.
 *
 * <p><b>Answers.</b> Callers are answered after the next batch is on its way, so that what they do with an answer does
 * not keep the store idle.
 */
final class Committer {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    private final LogId log;
    private final EventLogStorage storage;
    private final Supplier<CompletionStage<AtHead>> opening;
    private final LogSettings settings;
    private final PendingBytes pendingBytes;
    private final Clock clock;
    private final Executor executor;
    private final Delays delays;
    private final Lookout lookout;
    private final Forward forward;
    private final Appending appending;
    private final Courtesy courtesy;
    private final Answers answers;
    private final RandomCommitIds randomIds = new RandomCommitIds();

    private final Queue<PendingCommit> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile List<PendingCommit> underWay = List.of();

    private final AtomicReference<@Nullable Look> wanted = new AtomicReference<>();
    private @Nullable AtHead opened;

    Committer(
            LogId log,
            EventLogStorage storage,
            Supplier<CompletionStage<AtHead>> opening,
            LogSettings settings,
            PendingBytes pendingBytes,
            Clock clock,
            Executor executor,
            Delays delays) {
        this.log = log;
        this.storage = storage;
        this.opening = opening;
        this.settings = settings;
        this.pendingBytes = pendingBytes;
        this.clock = clock;
        this.executor = executor;
        this.delays = delays;
        this.lookout = new Lookout(log, storage, delays, this::look);
        this.courtesy = new Courtesy(settings.isShared());
        this.forward = new Forward(log, storage, lookout, courtesy, delays);
        this.answers = new Answers(pendingBytes);
        this.appending = new Appending(log, storage, forward, lookout, courtesy, answers, executor, delays);
    }

    /** What notices other Runtimes' commits here. */
    Lookout lookout() {
        return lookout;
    }

    CompletionStage<CommitOutcome> commit(CommitRequest request) {
        PendingCommit pending = new PendingCommit(request, delays.now());
        if (!pendingBytes.tryTake(pending.size())) {
            return CompletableFuture.completedFuture(new CommitOutcome.Unavailable(
                    "commits of " + pendingBytes.taken() + " bytes are waiting for the event store; with this one of "
                            + pending.size() + " it would be more than " + pendingBytes.limit()));
        }
        queue.add(pending);
        begin();
        return pending.outcome();
    }

    /** Reads on once from the end as it is known here, unless an append shows meanwhile that nothing is there. */
    private CompletionStage<Found> look() {
        Look look = new Look(delays.now(), new CompletableFuture<>());
        wanted.set(look);
        begin();
        return look.found();
    }

    private void begin() {
        if (busy.compareAndSet(false, true)) {
            executor.execute(this::work);
        }
    }

    /** Answers those that have waited too long. May be called by any thread at any time. */
    void expire() {
        long now = delays.now();
        Iterator<PendingCommit> waiting = queue.iterator();
        while (waiting.hasNext()) {
            PendingCommit pending = waiting.next();
            if (!pending.isOverdue(now, settings.longestWait())) {
                break;
            }
            if (pending.expire(settings.longestWait())) {
                waiting.remove();
                answers.settle(pending);
            }
        }
        for (PendingCommit pending : underWay) {
            if (pending.isOverdue(now, settings.longestWait())) {
                pending.expire(settings.longestWait());
            }
        }
    }

    /** Whether there is nothing under way and nothing waiting. */
    boolean isIdle() {
        return !busy.get() && hasNothingToDo();
    }

    private boolean hasNothingToDo() {
        return queue.isEmpty() && wanted.get() == null;
    }

    private void work() {
        while (true) {
            List<Runnable> given = answers.take();
            List<PendingCommit> batch = gather();
            underWay = batch;
            if (batch.isEmpty() && wanted.get() == null) {
                given.forEach(Runnable::run);
                busy.set(false);
                if (hasNothingToDo() || !busy.compareAndSet(false, true)) {
                    return;
                }
                continue;
            }
            CompletionStage<Void> done = commit(batch).thenCompose(nothing -> lookIfWanted());
            if (!given.isEmpty()) {
                executor.execute(() -> given.forEach(Runnable::run));
            }
            if (!done.toCompletableFuture().isDone()) {
                done.whenComplete((nothing, failure) -> work());
                return;
            }
        }
    }

    private CompletionStage<Void> commit(List<PendingCommit> batch) {
        return batch.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.<Void>completedFuture(null)
                        .thenCompose(nothing -> open())
                        .thenCompose(nothing -> judgeInTurn(batch))
                        .handle((nothing, failure) -> onBatchFailure(batch, failure));
    }

    private CompletionStage<Void> lookIfWanted() {
        Look look = wanted.getAndSet(null);
        if (look == null) {
            return CompletableFuture.completedFuture(null);
        }
        if (lookout.seen() - look.at() > 0) {
            look.found().complete(Found.NOTHING);
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.<Void>completedFuture(null)
                .thenCompose(nothing -> open())
                .thenCompose(nothing -> forward.look(atHead()))
                .handle((found, failure) -> {
                    if (failure == null) {
                        look.found().complete(found);
                    } else {
                        look.found().completeExceptionally(failure);
                    }
                    return null;
                });
    }

    private List<PendingCommit> gather() {
        List<PendingCommit> batch = new ArrayList<>();
        long bytes = 0;
        PendingCommit next = queue.peek();
        while (next != null
                && batch.size() < settings.batchCommits()
                && (batch.isEmpty() || bytes + next.size() <= settings.batchBytes())) {
            PendingCommit taken = queue.poll();
            if (taken != null) {
                batch.add(taken);
                bytes += taken.size();
            }
            next = queue.peek();
        }
        return batch;
    }

    private CompletionStage<Void> open() {
        return opened == null
                ? opening.get().thenAccept(atHead -> opened = atHead)
                : CompletableFuture.completedFuture(null);
    }

    private AtHead atHead() {
        return Objects.requireNonNull(opened, "the log is opened before anything is judged");
    }

    private Head head() {
        return atHead().state().head();
    }

    private CompletionStage<Void> judgeInTurn(List<PendingCommit> batch) {
        Duration pause = courtesy.beforeAppend(delays.now(), head().next().value());
        return pause.isZero()
                ? judge(batch, false)
                : delays.pass(pause, executor).thenCompose(waited -> judge(batch, false));
    }

    private CompletionStage<Void> judge(List<PendingCommit> batch, boolean headIsFresh) {
        List<CommitRequest> requests =
                batch.stream().map(PendingCommit::request).toList();
        return Facts.of(requests, atHead().state(), log, storage)
                .thenCompose(facts -> judge(batch, facts, headIsFresh));
    }

    private CompletionStage<Void> judge(List<PendingCommit> batch, Facts facts, boolean headIsFresh) {
        Validation validation = new Validation(facts, head(), clock.instant(), randomIds);
        batch.stream().filter(pending -> !pending.isAnswered()).forEach(validation::judge);
        boolean areBeyond = facts.areBeyond(head());
        if (!validation.refused().isEmpty() && (!headIsFresh || areBeyond)) {
            return forward.toEnd(atHead()).thenCompose(moved -> {
                if (areBeyond && !moved) {
                    throw new StorageDamaged(
                            "log " + log + " ends at " + head().next() + " but has a commit after that", null);
                }
                return moved ? judge(batch, true) : judge(batch, facts, true);
            });
        }
        List<Numbered> accepted = validation.accepted();
        if (!offerAll(accepted)) {
            return judge(batch, facts, headIsFresh);
        }
        batch.stream().filter(PendingCommit::isAnswered).forEach(answers::settle);
        answers.later(validation.refused());
        answers.later(validation.repeated());
        if (accepted.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<PendingCommit> deferred = validation.deferred();
        return deferred.isEmpty() ? append(accepted) : append(accepted).thenCompose(appended -> judge(deferred, false));
    }

    /** False, and nothing is offered, if a caller's time ran out meanwhile and the numbers have to be given again. */
    private static boolean offerAll(List<Numbered> accepted) {
        for (int i = 0; i < accepted.size(); i++) {
            if (!accepted.get(i).pending().offer()) {
                takeBack(accepted.subList(0, i));
                return false;
            }
            accepted.get(i).repetitions().forEach(PendingCommit::offer);
        }
        return true;
    }

    private static List<PendingCommit> takeBack(List<Numbered> offered) {
        List<PendingCommit> all = new ArrayList<>();
        for (Numbered numbered : offered) {
            all.add(numbered.pending());
            all.addAll(numbered.repetitions());
        }
        all.forEach(PendingCommit::takeBack);
        return all;
    }

    private CompletionStage<Void> append(List<Numbered> accepted) {
        return appending
                .append(atHead(), accepted)
                .thenCompose(
                        left -> left.isEmpty() ? CompletableFuture.completedFuture(null) : judgeInTurn(takeBack(left)));
    }

    private @Nullable Void onBatchFailure(List<PendingCommit> batch, @Nullable Throwable failure) {
        if (failure == null) {
            return null;
        }
        String reason = Failures.cause(failure).getMessage();
        if (Failures.cause(failure) instanceof StorageUnavailable) {
            LOG.warn("log {}: a batch of {} commits failed: {}", log, batch.size(), reason);
        } else {
            LOG.error("log {}: a batch of {} commits failed", log, batch.size(), Failures.cause(failure));
        }
        for (PendingCommit pending : batch) {
            answers.later(
                    pending,
                    pending.isOffered()
                            ? new CommitOutcome.OutcomeUnknown("the event store failed: " + reason)
                            : new CommitOutcome.Unavailable("the event store cannot be read: " + reason));
        }
        return null;
    }

    /** @param at when it was asked for */
    private record Look(long at, CompletableFuture<Found> found) {}
}
