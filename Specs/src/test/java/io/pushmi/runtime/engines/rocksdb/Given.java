package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.artifacts.AggregateRootId;
import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.artifacts.Generation;
import io.pushmi.runtime.execution.CorrelationId;
import io.pushmi.runtime.execution.Environment;
import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.execution.Version;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.AppliedBy;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageEngine;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Commits that are all alike but for their place and what they are about, and the plainest way to use an engine. */
final class Given {
    static final LogId LOG = log("event-log");
    static final PageLimit PAGE = new PageLimit(1_000, 16L << 20);
    static final long MEMORY = 16L << 20;

    private static final Instant BEGINNING = Instant.parse("2026-05-04T03:02:01.000000001Z");

    private Given() {}

    static LogId log(String name) {
        return new LogId(TenantId.DEVELOPMENT, new LogName(name));
    }

    static SequenceNumber at(long position) {
        return new SequenceNumber(position);
    }

    /** A commit of one event of an aggregate of its own for each source. */
    static Commit commit(long first, String source) {
        return commit(first, source, "{\"of\":\"" + source + "\"}");
    }

    static Commit commit(long first, String source, String json) {
        AggregateId aggregate = aggregate(source);
        Event event = new Event(
                new EventType(new EventTypeId("something-happened"), Generation.FIRST),
                aggregate.source(),
                Content.json(Bytes.utf8(json)),
                false,
                null,
                null,
                new AppliedBy(aggregate, AggregateVersion.INITIAL),
                null,
                null);
        return new Commit(
                at(first),
                new CommitId.Random(first, source.hashCode()),
                BEGINNING.plusSeconds(first),
                context(),
                CommitKind.EVENTS,
                List.of(event),
                List.of(new AggregateState(aggregate, new AggregateVersion(1), 1, at(first))),
                null);
    }

    /** A commit of one event by which an aggregate goes on from a version, to which each event came in a commit. */
    static Commit later(long first, String source, long version) {
        Commit plain = commit(first, source);
        AggregateState state =
                new AggregateState(aggregate(source), new AggregateVersion(version + 1), version + 1, at(first));
        return with(plain, List.of(by(plain.events().get(0), version)), List.of(state));
    }

    /** A first commit of an aggregate, whose two events have these versions. */
    static Commit twoOf(long first, String source, long version, long second) {
        Commit plain = commit(first, source);
        Event event = plain.events().get(0);
        AggregateState state =
                new AggregateState(aggregate(source), new AggregateVersion(second + 1), 1, at(first + 1));
        return with(plain, List.of(by(event, version), by(event, second)), List.of(state));
    }

    private static Event by(Event event, long version) {
        AggregateId aggregate = Objects.requireNonNull(event.appliedBy()).aggregate();
        return new Event(
                event.type(),
                event.source(),
                event.content(),
                event.isPublic(),
                event.id(),
                event.metadata(),
                new AppliedBy(aggregate, new AggregateVersion(version)),
                event.partition(),
                event.origin());
    }

    private static Commit with(Commit commit, List<Event> events, List<AggregateState> aggregates) {
        return new Commit(
                commit.first(),
                commit.id(),
                commit.occurred(),
                commit.context(),
                commit.kind(),
                events,
                aggregates,
                commit.checkpoint());
    }

    /** A commit with an event of each of so many aggregates, none of which has events before this position. */
    static Commit commitOfSources(long first, int count) {
        List<Event> events = new ArrayList<>();
        List<AggregateState> aggregates = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Commit alone = commit(first + i, "s" + (first + i));
            events.addAll(alone.events());
            aggregates.addAll(alone.aggregates());
        }
        return with(commit(first, "s" + first), events, aggregates);
    }

    static AggregateId aggregate(String source) {
        return new AggregateId(new AggregateRootId("root"), new EventSourceId(source));
    }

    static ExecutionContext context() {
        return new ExecutionContext(
                MicroserviceId.NOT_SET,
                TenantId.DEVELOPMENT,
                Version.NOT_SET,
                CorrelationId.SYSTEM,
                List.of(),
                Environment.DEVELOPMENT,
                null);
    }

    static AppendResult append(StorageEngine engine, LogId log, Commit... commits) {
        return answer(engine.logs().append(log, List.of(commits)));
    }

    /** Appends single-event commits until the log has so many. */
    static List<Commit> fill(StorageEngine engine, LogId log, int from, int to, String json) {
        List<Commit> appended = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Commit commit = commit(i, "s" + i, json);
            if (!append(engine, log, commit).equals(new AppendResult.Appended(1))) {
                throw new AssertionError("commit " + i + " was not appended");
            }
            appended.add(commit);
        }
        return appended;
    }

    static List<Commit> read(StorageEngine engine, LogId log) {
        List<Commit> all = new ArrayList<>();
        SequenceNumber next = SequenceNumber.FIRST;
        while (true) {
            CommitPage page = answer(engine.logs().read(log, next, PAGE));
            if (page.commits().isEmpty()) {
                return all;
            }
            all.addAll(page.commits());
            next = page.next();
        }
    }

    static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new AssertionError("expected an answer, found " + failed.getCause(), failed);
        } catch (TimeoutException late) {
            throw new AssertionError("no answer in time", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    static Throwable failure(CompletionStage<?> stage) {
        return answer(stage.handle((value, failure) -> {
            if (failure == null) {
                throw new AssertionError("expected a failure, found " + value);
            }
            return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        }));
    }
}
