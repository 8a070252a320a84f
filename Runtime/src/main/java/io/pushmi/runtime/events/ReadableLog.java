package io.pushmi.runtime.events;

import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One log, open to read. May be used by any number of threads; nothing here blocks, and everything fails as
 * {@link EventLogStorage} does.
 */
public final class ReadableLog {
    private static final PageLimit ONE = new PageLimit(1, 1);
    private static final SequenceNumber NO_END = new SequenceNumber(Long.MAX_VALUE);

    private final LogId id;
    private final EventLogs logs;
    private final EventLogStorage storage;

    ReadableLog(LogId id, EventLogs logs, EventLogStorage storage) {
        this.id = id;
        this.logs = logs;
        this.storage = storage;
    }

    /** The end of the log, no older than this call. */
    public CompletionStage<Head> head() {
        return storage.head(id);
    }

    /**
     * Reads a part of the log, no further than the log goes when the flux is subscribed to.
     *
     * @return at least one page. Each is read as soon as the one before was given, so that one page waits for who is
     *     slow; they come on threads of the store, which must not be blocked
     */
    public Flux<EventPage> read(EventRange range, EventFilter filter, ReadLimit limit) {
        return Mono.fromCompletionStage(this::head)
                .flatMapMany(head -> new RangeRead(storage, id, range, head.next(), filter).pages(limit));
    }

    /**
     * Every wanted event from a position on, first those there are and then each as it is committed, without end. Each
     * comes once and in order. A subscriber that is slow costs no memory; while the store is only unavailable, the flux
     * waits.
     *
     * @param from the position of the first event, there already or not; null for the end of the log of this moment
     */
    public Flux<Excerpt> follow(@Nullable SequenceNumber from, EventFilter filter) {
        return from == null
                ? Mono.fromCompletionStage(this::head).flatMapMany(head -> follow(head.next(), filter))
                : logs.log(id).follow(from, filter.keys()).handle((commit, sink) -> {
                    Excerpt excerpt = filter.of(commit, from, NO_END, Direction.FORWARD);
                    if (excerpt != null) {
                        sink.next(excerpt);
                    }
                });
    }

    /** The event with the number, whatever its commit is for; empty if the log does not go so far. */
    public CompletionStage<Optional<Excerpt>> event(SequenceNumber number) {
        return storage.read(id, number, ONE)
                .thenApply(page -> page.commits().stream()
                        .findFirst()
                        .map(commit -> Excerpt.of(commit, new int[] {
                            (int) (number.value() - commit.first().value())
                        })));
    }

    /**
     * Where the first event is that occurred at the instant or later; the end of the log if there is none.
     *
     * <p>Instants never go back in a log whose commits were made here. In another, the position is one before which there
     * is an earlier instant, or nothing, and at which there is the instant or a later one, or the end of the log.
     */
    public CompletionStage<InstantPosition> positionOf(Instant instant) {
        return head().thenCompose(head -> positionOf(instant, head)
                .thenApply(position -> new InstantPosition(position, position.isBefore(head.next()))));
    }

    private CompletionStage<SequenceNumber> positionOf(Instant instant, Head head) {
        return head.occurred() == null || head.occurred().isBefore(instant)
                ? CompletableFuture.completedFuture(head.next())
                : positionOf(instant, 0, head.next().value());
    }

    /** Commits that end at {@code low} or before it are earlier; those that start at {@code high} or after are not. */
    private CompletionStage<SequenceNumber> positionOf(Instant instant, long low, long high) {
        if (low >= high) {
            return CompletableFuture.completedFuture(new SequenceNumber(high));
        }
        SequenceNumber middle = new SequenceNumber(low + (high - low) / 2);
        return storage.read(id, middle, ONE).thenCompose(page -> {
            Commit commit = requireCommit(middle, page);
            return commit.occurred().isBefore(instant)
                    ? positionOf(instant, commit.next().value(), high)
                    : positionOf(instant, low, commit.first().value());
        });
    }

    private Commit requireCommit(SequenceNumber position, CommitPage page) {
        if (page.commits().isEmpty()) {
            throw new StorageDamaged("log " + id + ": the store returned nothing at " + position, null);
        }
        return page.commits().get(0);
    }
}
