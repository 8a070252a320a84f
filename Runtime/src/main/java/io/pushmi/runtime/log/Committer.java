package io.pushmi.runtime.log;

import io.pushmi.runtime.log.Validation.Numbered;
import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * of a commit that is not in the log yet. If another commit took the position, the log is read
 * forward and the rest of the batch is judged again. If the outcome is unknown, the same commits are offered again at
 * the same positions until the store says what became of them; nothing else is offered meanwhile.
 *
 * <p><b>Answers.</b> Callers are answered after the next batch is on its way, so that what they do with an answer does
 * not keep the store idle.
 */
final class Committer {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
    private static final PageLimit FORWARD = new PageLimit(256, 4 * 1024 * 1024);
    private static final Duration SHORTEST_DELAY = Duration.ofMillis(20);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(2);
    private static final Duration LONGEST_COURTESY = Duration.ofSeconds(1);

    private final LogId log;
    private final EventLogStorage storage;
    private final Supplier<CompletionStage<AtHead>> opening;
    private final LogSettings settings;
    private final PendingBytes pendingBytes;
    private final Clock clock;
    private final Executor executor;
    private final Delays delays;
    private final RandomCommitIds randomIds = new RandomCommitIds();

    private final Queue<PendingCommit> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile List<PendingCommit> underWay = List.of();

    private @Nullable AtHead opened;
    private List<Runnable> answers = new ArrayList<>();
    private Duration lastAppend = Duration.ZERO;
    private Duration backOff = SHORTEST_DELAY;

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
    }

    CompletionStage<CommitOutcome> commit(CommitRequest request) {
        PendingCommit pending = new PendingCommit(request, System.nanoTime());
        if (!pendingBytes.tryTake(pending.size())) {
            return CompletableFuture.completedFuture(new CommitOutcome.Unavailable(
                    "commits of " + pendingBytes.taken() + " bytes are waiting for the event store; with this one of "
                            + pending.size() + " it would be more than " + pendingBytes.limit()));
        }
        queue.add(pending);
        if (busy.compareAndSet(false, true)) {
            executor.execute(this::work);
        }
        return pending.outcome();
    }

    /** Answers those that have waited too long. May be called by any thread at any time. */
    void expire() {
        long now = System.nanoTime();
        Iterator<PendingCommit> waiting = queue.iterator();
        while (waiting.hasNext()) {
            PendingCommit pending = waiting.next();
            if (!pending.isOverdue(now, settings.longestWait())) {
                break;
            }
            if (pending.expire(settings.longestWait())) {
                waiting.remove();
                settle(pending);
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
        return !busy.get() && queue.isEmpty();
    }

    private void work() {
        while (true) {
            List<Runnable> given = answers;
            answers = new ArrayList<>();
            List<PendingCommit> batch = gather();
            underWay = batch;
            if (batch.isEmpty()) {
                given.forEach(Runnable::run);
                busy.set(false);
                if (queue.isEmpty() || !busy.compareAndSet(false, true)) {
                    return;
                }
                continue;
            }
            CompletionStage<Void> done = CompletableFuture.<Void>completedFuture(null)
                    .thenCompose(nothing -> open())
                    .thenCompose(nothing -> judge(batch, false))
                    .whenComplete((nothing, failure) -> onBatchFailure(batch, failure));
            if (!given.isEmpty()) {
                executor.execute(() -> given.forEach(Runnable::run));
            }
            if (!done.toCompletableFuture().isDone()) {
                done.whenComplete((nothing, failure) -> work());
                return;
            }
        }
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
            return catchUp().thenCompose(moved -> {
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
        batch.stream().filter(PendingCommit::isAnswered).forEach(this::settle);
        answerLater(validation.refused());
        answerLater(validation.repeated());
        if (accepted.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<PendingCommit> deferred = validation.deferred();
        return deferred.isEmpty()
                ? append(accepted, false)
                : append(accepted, false).thenCompose(appended -> judge(deferred, false));
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

    private CompletionStage<Void> append(List<Numbered> offered, boolean wasUnknown) {
        long start = System.nanoTime();
        List<Commit> commits = offered.stream().map(Numbered::commit).toList();
        return storage.append(log, commits)
                .exceptionally(failure -> new AppendResult.Unknown(0, String.valueOf(Failures.cause(failure))))
                .thenCompose(result -> {
                    lastAppend = Duration.ofNanos(System.nanoTime() - start);
                    return conclude(offered, result, wasUnknown);
                });
    }

    private CompletionStage<Void> conclude(List<Numbered> offered, AppendResult result, boolean wasUnknown) {
        offered.subList(0, result.appended()).forEach(numbered -> committed(numbered, numbered.commit()));
        List<Numbered> rest = offered.subList(result.appended(), offered.size());
        if (result.appended() > 0) {
            backOff = SHORTEST_DELAY;
        }
        if (rest.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        if (result instanceof AppendResult.PositionTaken) {
            return readForward(rest, wasUnknown, false);
        }
        if (result instanceof AppendResult.Refused refused && !wasUnknown) {
            rest.forEach(numbered -> answerLater(numbered, new CommitOutcome.Unavailable(refused.reason())));
            return CompletableFuture.completedFuture(null);
        }
        if (result instanceof AppendResult.Appended && result.appended() > 0) {
            return append(rest, wasUnknown);
        }
        boolean unknown = wasUnknown || result instanceof AppendResult.Unknown;
        if (result instanceof AppendResult.Unknown reason) {
            LOG.warn(
                    "log {}: the outcome of an append at {} is unknown ({}); offering it again",
                    log,
                    rest.get(0).commit().first(),
                    reason.reason());
        }
        return backOff().thenCompose(waited -> append(rest, unknown));
    }

    /**
     * Reads what stands where our commits were to go. Those that are found there are ours after all; those whose place
     * another commit has are judged again; those whose place is still free are offered again as they are.
     */
    private CompletionStage<Void> readForward(List<Numbered> rest, boolean wasUnknown, boolean metOthers) {
        return storage.read(log, head().next(), FORWARD).handle(Answer::new).thenCompose(answer -> {
            if (answer.page() == null) {
                LOG.warn(
                        "log {}: cannot read what took position {} ({}); trying again",
                        log,
                        head().next(),
                        String.valueOf(answer.failure()));
                return backOff().thenCompose(waited -> readForward(rest, wasUnknown, metOthers));
            }
            List<Numbered> left = new ArrayList<>(rest);
            boolean others = metOthers;
            for (Commit commit : answer.page().commits()) {
                if (!left.isEmpty() && isSame(commit, left.get(0))) {
                    committed(left.remove(0), commit);
                } else {
                    atHead().advance(commit);
                    others = true;
                }
            }
            if (left.isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
            if (!answer.page().commits().isEmpty()) {
                return readForward(left, wasUnknown, others);
            }
            return others ? judgeAgain(left) : backOff().thenCompose(waited -> append(left, wasUnknown));
        });
    }

    private CompletionStage<Void> judgeAgain(List<Numbered> left) {
        List<PendingCommit> batch = takeBack(left);
        // Whoever met another writer lets it go first for as long as an append takes, so that neither starves.
        Duration courtesy = lastAppend.compareTo(LONGEST_COURTESY) < 0 ? lastAppend : LONGEST_COURTESY;
        return delay(courtesy).thenCompose(waited -> judge(batch, false));
    }

    /** Reads forward to a head no older than this call. True if there was something to read. */
    private CompletionStage<Boolean> catchUp() {
        return storage.head(log).thenCompose(head -> {
            SequenceNumber known = head().next();
            return known.isBefore(head.next())
                    ? readTo(head.next()).thenApply(read -> true)
                    : CompletableFuture.completedFuture(false);
        });
    }

    private CompletionStage<Void> readTo(SequenceNumber end) {
        return storage.read(log, head().next(), FORWARD).thenCompose(page -> {
            if (page.commits().isEmpty()) {
                throw new StorageDamaged(
                        "log " + log + " ends at " + end + " but has nothing at " + head().next(), null);
            }
            page.commits().forEach(atHead()::advance);
            return head().next().isBefore(end) ? readTo(end) : CompletableFuture.completedFuture(null);
        });
    }

    /** A client may have sent one commit id to two Runtimes, so the same id alone does not say that it is ours. */
    private static boolean isSame(Commit found, Numbered offered) {
        return found.first().equals(offered.commit().first())
                && found.id().equals(offered.commit().id())
                && Repetition.isOf(found, offered.pending().request());
    }

    private void committed(Numbered numbered, Commit inLog) {
        atHead().advance(inLog);
        answerLater(numbered, new CommitOutcome.Committed(inLog));
    }

    private void answerLater(Numbered numbered, CommitOutcome outcome) {
        answerLater(numbered.pending(), outcome);
        numbered.repetitions().forEach(repetition -> answerLater(repetition, outcome));
    }

    private void answerLater(Map<PendingCommit, CommitOutcome> outcomes) {
        outcomes.forEach(this::answerLater);
    }

    private void answerLater(PendingCommit pending, CommitOutcome outcome) {
        settle(pending);
        answers.add(() -> pending.answer(outcome));
    }

    private void settle(PendingCommit pending) {
        if (pending.settle()) {
            pendingBytes.giveBack(pending.size());
        }
    }

    private CompletionStage<Void> backOff() {
        Duration delay = backOff;
        Duration doubled = backOff.multipliedBy(2);
        backOff = doubled.compareTo(LONGEST_DELAY) < 0 ? doubled : LONGEST_DELAY;
        return delay(delay);
    }

    private CompletionStage<Void> delay(Duration delay) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        delays.after(delay, () -> executor.execute(() -> over.complete(null)));
        return over;
    }

    private void onBatchFailure(List<PendingCommit> batch, @Nullable Throwable failure) {
        if (failure == null) {
            return;
        }
        String reason = Failures.cause(failure).getMessage();
        if (Failures.cause(failure) instanceof StorageUnavailable) {
            LOG.warn("log {}: a batch of {} commits failed: {}", log, batch.size(), reason);
        } else {
            LOG.error("log {}: a batch of {} commits failed", log, batch.size(), Failures.cause(failure));
        }
        for (PendingCommit pending : batch) {
            answerLater(
                    pending,
                    pending.isOffered()
                            ? new CommitOutcome.OutcomeUnknown("the event store failed: " + reason)
                            : new CommitOutcome.Unavailable("the event store cannot be read: " + reason));
        }
    }

    private record Answer(
            @Nullable CommitPage page, @Nullable Throwable failure) {}
}
