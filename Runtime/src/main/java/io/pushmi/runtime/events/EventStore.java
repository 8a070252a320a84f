package io.pushmi.runtime.events;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.events.erasing.Redactions;
import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.execution.ExecutionContextPolicy;
import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregatePage;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.ContentType;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StoredSize;
import io.pushmi.runtime.storage.UncommittedEvent;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Commits to and reads from the tenants' main logs. May be used by any number of threads; nothing here blocks.
 *
 * <p>What a caller sends is judged as a whole before it costs the log anything.
 */
public final class EventStore {
    /** Reading through a commit up to this size takes no longer than handing it to another thread would. */
    private static final long READ_AT_ONCE = 64 * 1024;

    private static final int AGGREGATES_A_PAGE = 500;

    private static final PageLimit PAGE = new PageLimit(512, 1024 * 1024);

    /** How many pages are read before they are asked for: Reactor's own default would be hundreds of mebibytes. */
    private static final int PAGES_AHEAD = 1;

    private final Redactions redactions;
    private final EventLogStorage storage;
    private final ExecutionContextPolicy policy;
    private final CommitLimits limits;
    private final Executor reading;

    /**
     * The main logs of one Runtime.
     *
     * @param redactions takes what is fit to be committed
     * @param reading reads through large commits, so that whoever brings them need not
     */
    public EventStore(
            Redactions redactions,
            EventLogStorage storage,
            ExecutionContextPolicy policy,
            CommitLimits limits,
            Executor reading) {
        this.redactions = redactions;
        this.storage = storage;
        this.policy = policy;
        this.limits = limits;
        this.reading = reading;
    }

    /**
     * Commits to the main log of the context's tenant. The stage never fails. If the commit redacts earlier events, it
     * completes when that is done, as {@link Redactions#commit} says.
     */
    public CompletionStage<CommitOutcome> commit(CommitRequest request) {
        long size = StoredSize.of(request);
        Optional<String> objection = policy.objection(request.context()).or(() -> tooLarge(request, size));
        if (objection.isPresent()) {
            return invalid(objection.get());
        }
        return size <= READ_AT_ONCE
                ? commitReadable(request)
                : CompletableFuture.supplyAsync(() -> commitReadable(request), reading)
                        .thenCompose(outcome -> outcome);
    }

    private CompletionStage<CommitOutcome> commitReadable(CommitRequest request) {
        Optional<String> problem = unreadable(request);
        return problem.isPresent()
                ? invalid(problem.get())
                : redactions.commit(LogId.mainOf(request.context().tenant()), request);
    }

    private static CompletionStage<CommitOutcome> invalid(String reason) {
        return CompletableFuture.completedFuture(new CommitOutcome.Invalid(reason));
    }

    /**
     * Reads an aggregate of the context's tenant as it is when the call begins.
     *
     * @param types the event types to return events of, or empty for all of them
     * @return the aggregate, or why not; fails as {@link EventLogStorage} does
     */
    public CompletionStage<FetchOutcome> fetch(
            ExecutionContext context, AggregateId aggregate, Optional<Set<EventTypeId>> types) {
        Optional<String> objection = policy.objection(context);
        if (objection.isPresent()) {
            return CompletableFuture.completedFuture(new FetchOutcome.Invalid(objection.get()));
        }
        return fetch(context.tenant(), aggregate, types).thenApply(found -> found);
    }

    /** Does the same for whoever may see the aggregates of every tenant. */
    public CompletionStage<FetchOutcome.Found> fetch(
            TenantId tenant, AggregateId aggregate, Optional<Set<EventTypeId>> types) {
        LogId log = LogId.mainOf(tenant);
        return storage.readAggregate(log, aggregate, PAGE)
                .thenApply(read -> new FetchOutcome.Found(
                        read.state().map(AggregateState::next).orElse(AggregateVersion.INITIAL),
                        read.state()
                                .map(found -> eventsOf(log, found, read.first(), types))
                                .orElse(Flux.empty())));
    }

    /** Every aggregate of a tenant that has events, in no particular order; read page by page as it is asked for. */
    public Flux<AggregateState> aggregates(TenantId tenant) {
        return aggregates(tenant, null)
                .expand(page -> page.next() == null ? Mono.empty() : aggregates(tenant, page.next()))
                .concatMapIterable(AggregatePage::aggregates, PAGES_AHEAD);
    }

    private Mono<AggregatePage> aggregates(TenantId tenant, @Nullable Bytes after) {
        return Mono.fromCompletionStage(() -> storage.aggregates(LogId.mainOf(tenant), after, AGGREGATES_A_PAGE));
    }

    private Flux<CommittedEvent> eventsOf(
            LogId log, AggregateState aggregate, CommitPage first, Optional<Set<EventTypeId>> types) {
        if (types.isPresent() && types.get().isEmpty()) {
            return Flux.empty();
        }
        if (aggregate.last().isBefore(first.next())) {
            return Flux.fromIterable(wantedIn(first, aggregate, types));
        }
        Key key = new Key.OfAggregate(aggregate.aggregate());
        return Mono.just(first)
                .expand(page -> aggregate.last().isBefore(page.next()) ? Mono.empty() : page(log, key, page.next()))
                .concatMapIterable(page -> wantedIn(page, aggregate, types), PAGES_AHEAD);
    }

    private static List<CommittedEvent> wantedIn(
            CommitPage page, AggregateState aggregate, Optional<Set<EventTypeId>> types) {
        List<CommittedEvent> wanted = new ArrayList<>();
        for (Commit commit : page.commits()) {
            for (int i = 0; i < commit.count(); i++) {
                CommittedEvent committed = new CommittedEvent(commit, i);
                if (isOf(aggregate, committed) && isWanted(types, committed.event())) {
                    wanted.add(committed);
                }
            }
        }
        return wanted;
    }

    private Mono<CommitPage> page(LogId log, Key key, SequenceNumber from) {
        return Mono.fromCompletionStage(() -> storage.readByKeys(log, Set.of(key), from, PAGE));
    }

    private static boolean isOf(AggregateState aggregate, CommittedEvent committed) {
        Event event = committed.event();
        return event.appliedBy() != null
                && event.appliedBy().aggregate().equals(aggregate.aggregate())
                && event.appliedBy().version().compareTo(aggregate.next()) < 0;
    }

    private static boolean isWanted(Optional<Set<EventTypeId>> types, Event event) {
        return types.isEmpty()
                || (event.type() != null && types.get().contains(event.type().id()));
    }

    private Optional<String> tooLarge(CommitRequest request, long size) {
        List<UncommittedEvent> events = request.events();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).content() instanceof Content.Legible readable
                    && readable.bytes().size() > limits.event()) {
                return Optional.of("the content of event " + i + " has "
                        + readable.bytes().size() + " bytes, the limit for an event is " + limits.event());
            }
        }
        return size > limits.commit()
                ? Optional.of("the commit takes " + size + " bytes as stored, the limit is " + limits.commit())
                : Optional.empty();
    }

    private static Optional<String> unreadable(CommitRequest request) {
        List<UncommittedEvent> events = request.events();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).content() instanceof Content.Legible readable
                    && readable.type().equals(ContentType.JSON)) {
                Optional<String> problem = JsonContent.problemIn(readable.bytes());
                if (problem.isPresent()) {
                    return Optional.of("the content of event " + i + " is not JSON: " + problem.get());
                }
            }
        }
        return Optional.empty();
    }
}
