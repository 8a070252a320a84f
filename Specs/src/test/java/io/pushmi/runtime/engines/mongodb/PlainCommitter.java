package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.AppliedBy;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.Condition;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.UncommittedEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Puts one commit after the other into a log, in the plainest way there is: right, or with a flaw of a committer. */
final class PlainCommitter {
    private final LogId log;
    private final EventLogStorage storage;
    private final Executor executor;
    private final Random random;
    private final @Nullable PlantedFlaw flaw;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final Map<AggregateId, AggregateState> remembered = new HashMap<>();
    private boolean busy;

    PlainCommitter(LogId log, EventLogStorage storage, Executor executor, Random random, @Nullable PlantedFlaw flaw) {
        this.log = log;
        this.storage = storage;
        this.executor = executor;
        this.random = random;
        this.flaw = flaw;
    }

    CompletionStage<CommitOutcome> commit(CommitRequest request) {
        CompletableFuture<CommitOutcome> outcome = new CompletableFuture<>();
        waiting.add(() -> attempt(request, false).whenComplete((answer, failure) -> {
            busy = false;
            outcome.complete(answer == null ? new CommitOutcome.OutcomeUnknown(String.valueOf(failure)) : answer);
            next();
        }));
        next();
        return outcome;
    }

    private void next() {
        Runnable first = busy ? null : waiting.poll();
        if (first != null) {
            busy = true;
            executor.execute(first);
        }
    }

    private CompletionStage<CommitOutcome> attempt(CommitRequest request, boolean wasUnknown) {
        return storage.head(log)
                .thenCompose(head -> repeated(request)
                        .thenCompose(original -> original.isPresent()
                                ? CompletableFuture.completedFuture(answer(original.get(), request))
                                : states(request).thenCompose(states -> attempt(request, head, states, wasUnknown))))
                .exceptionally(failure -> wasUnknown
                        ? new CommitOutcome.OutcomeUnknown(String.valueOf(failure))
                        : new CommitOutcome.Unavailable(String.valueOf(failure)));
    }

    private CompletionStage<Optional<Commit>> repeated(CommitRequest request) {
        return request.id() == null
                ? CompletableFuture.completedFuture(Optional.empty())
                : storage.lastByKey(log, new Key.OfCommitId(request.id()));
    }

    private static CommitOutcome answer(Commit original, CommitRequest request) {
        boolean isSame = original.events().stream().map(Event::content).toList().equals(contents(request));
        return isSame || request.id() == null
                ? new CommitOutcome.Committed(original)
                : new CommitOutcome.CommitIdTaken(request.id());
    }

    private static List<?> contents(CommitRequest request) {
        return request.events().stream().map(UncommittedEvent::content).toList();
    }

    private CompletionStage<Map<AggregateId, AggregateState>> states(CommitRequest request) {
        CompletionStage<Map<AggregateId, AggregateState>> all = CompletableFuture.completedFuture(new HashMap<>());
        for (UncommittedEvent event : request.events()) {
            AggregateId aggregate = event.aggregate();
            if (aggregate != null) {
                all = all.thenCompose(found -> state(aggregate).thenApply(state -> {
                    state.ifPresent(present -> found.put(aggregate, present));
                    return found;
                }));
            }
        }
        return all;
    }

    private CompletionStage<Optional<AggregateState>> state(AggregateId aggregate) {
        return flaw == PlantedFlaw.REFUSES_WITHOUT_READING_FORWARD && remembered.containsKey(aggregate)
                ? CompletableFuture.completedFuture(Optional.ofNullable(remembered.get(aggregate)))
                : storage.aggregate(log, aggregate);
    }

    private CompletionStage<CommitOutcome> attempt(
            CommitRequest request, Head head, Map<AggregateId, AggregateState> states, boolean wasUnknown) {
        remembered.putAll(states);
        if (states.values().stream().anyMatch(state -> !state.last().isBefore(head.next()))) {
            return attempt(request, wasUnknown);
        }
        for (Condition condition : request.conditions()) {
            Condition.AggregateAt at = (Condition.AggregateAt) condition;
            AggregateState state = states.get(at.aggregate());
            AggregateVersion actual = state == null ? AggregateVersion.INITIAL : state.next();
            if (!actual.equals(at.expected())) {
                return CompletableFuture.completedFuture(
                        new CommitOutcome.AggregateMoved(at.aggregate(), at.expected(), actual));
            }
        }
        CommitId id = request.id() == null ? newId() : request.id();
        return append(request, numbered(request, id, head.next(), states), wasUnknown);
    }

    private CommitId newId() {
        return new CommitId.Random(random.nextLong(), random.nextLong());
    }

    /** The commit that the request becomes at the position, where the aggregates are in these states. */
    static Commit numbered(
            CommitRequest request, CommitId id, SequenceNumber first, Map<AggregateId, AggregateState> states) {
        Map<AggregateId, AggregateState> touched = new LinkedHashMap<>();
        List<Event> events = new ArrayList<>();
        for (UncommittedEvent event : request.events()) {
            AppliedBy by = null;
            if (event.aggregate() != null) {
                AggregateState before = touched.getOrDefault(event.aggregate(), states.get(event.aggregate()));
                AggregateVersion version = before == null ? AggregateVersion.INITIAL : before.next();
                long commits =
                        (before == null ? 0 : before.commits()) + (touched.containsKey(event.aggregate()) ? 0 : 1);
                touched.put(
                        event.aggregate(),
                        new AggregateState(event.aggregate(), version.next(), commits, first.plus(events.size())));
                by = new AppliedBy(event.aggregate(), version);
            }
            events.add(new Event(
                    event.type(),
                    event.source(),
                    event.content(),
                    event.isPublic(),
                    event.id(),
                    event.metadata(),
                    by,
                    event.partition(),
                    event.origin()));
        }
        Instant occurred = Instant.parse("2026-01-01T00:00:00Z");
        return new Commit(
                first,
                id,
                occurred,
                request.context(),
                request.kind(),
                events,
                List.copyOf(touched.values()),
                request.checkpoint());
    }

    private CompletionStage<CommitOutcome> append(CommitRequest request, Commit commit, boolean wasUnknown) {
        return storage.append(log, List.of(commit)).thenCompose(result -> {
            if (result.appended() == 1) {
                return CompletableFuture.completedFuture(new CommitOutcome.Committed(commit));
            }
            if (result instanceof AppendResult.PositionTaken) {
                return afterTaken(request, commit, wasUnknown);
            }
            if (result instanceof AppendResult.Unknown) {
                return afterUnknown(request, commit);
            }
            return wasUnknown
                    ? append(request, commit, true)
                    : CompletableFuture.completedFuture(new CommitOutcome.Unavailable("refused"));
        });
    }

    private CompletionStage<CommitOutcome> afterUnknown(CommitRequest request, Commit commit) {
        if (flaw == PlantedFlaw.RENUMBERS_AFTER_UNKNOWN) {
            return attempt(request, true);
        }
        if (flaw == PlantedFlaw.RETRIES_UNDER_A_NEW_TOKEN && request.id() == null) {
            Commit renamed = new Commit(
                    commit.first(),
                    newId(),
                    commit.occurred(),
                    commit.context(),
                    commit.kind(),
                    commit.events(),
                    commit.aggregates(),
                    commit.checkpoint());
            return append(request, renamed, true);
        }
        return append(request, commit, true);
    }

    private CompletionStage<CommitOutcome> afterTaken(CommitRequest request, Commit commit, boolean wasUnknown) {
        return storage.read(log, commit.first(), new PageLimit(1, 1))
                .thenCompose(page -> {
                    if (page.commits().isEmpty()) {
                        return append(request, commit, wasUnknown);
                    }
                    Commit found = page.commits().get(0);
                    boolean isOurs =
                            found.id().equals(commit.id()) && answer(found, request) instanceof CommitOutcome.Committed;
                    return isOurs
                            ? CompletableFuture.completedFuture(new CommitOutcome.Committed(found))
                            : attempt(request, false);
                })
                .exceptionallyCompose(failure -> afterTaken(request, commit, wasUnknown));
    }
}
