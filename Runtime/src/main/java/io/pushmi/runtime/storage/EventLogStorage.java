package io.pushmi.runtime.storage;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The storage contract of event logs. A log exists from its first commit on; before, it reads as empty.
 *
 * <p>Every method may be called from any thread, at any time, and never blocks. Results arrive on a thread of the
 * engine's choice, on which nothing must wait. A stage fails with {@link StorageUnavailable} when it is worth trying
 * again, and with {@link StorageDamaged} when what is stored cannot be right; after the engine is closed, with
 * {@link StorageUnavailable}.
 *
 * <p>A read sees whole commits, and only those that can no longer disappear. What an append acknowledged is seen by
 * every read that starts afterwards.
 */
public interface EventLogStorage {
    /**
     * Appends the commits in order, each whole or not at all, if the log ends at the position of the first.
     *
     * @param commits at least one, each starting where the one before ends
     * @return how many are in the log and durable, and what is known of the rest; never fails
     */
    CompletionStage<AppendResult> append(LogId log, List<Commit> commits);

    /** The end of the log, no older than this call. */
    CompletionStage<Head> head(LogId log);

    /** Commits from the one that contains the position on, or that starts there. */
    CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit);

    /**
     * Commits that have at least one of the keys, from the one that contains the position on.
     *
     * @param keys at least one
     */
    CompletionStage<CommitPage> readByKeys(LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit);

    /**
     * Commits that start before the position, the newest first. A position beyond the end of the log stands for its end:
     * what is committed later never comes on a following page.
     *
     * @param before where to begin; 0 for an empty page
     */
    CompletionStage<EarlierPage> readBack(LogId log, SequenceNumber before, PageLimit limit);

    /**
     * Commits that have at least one of the keys and start before the position, the newest first.
     *
     * @param keys at least one
     * @param before as for {@link #readBack}
     */
    CompletionStage<EarlierPage> readBackByKeys(LogId log, Set<Key> keys, SequenceNumber before, PageLimit limit);

    /** The newest commit that has the key, if there is one. */
    CompletionStage<Optional<Commit>> lastByKey(LogId log, Key key);

    /** What is remembered of the aggregate at the head, if it has any events. */
    CompletionStage<Optional<AggregateState>> aggregate(LogId log, AggregateId aggregate);

    /**
     * What is remembered of the aggregate, and the first page of its commits, at once: what loading an aggregate needs.
     * Tells the same as {@link #aggregate} and {@link #readByKeys} one after the other; an engine overrides it if it can
     * save itself a part of that.
     */
    default CompletionStage<AggregateRead> readAggregate(LogId log, AggregateId aggregate, PageLimit limit) {
        Set<Key> keys = Set.of(new Key.OfAggregate(aggregate));
        return readByKeys(log, keys, SequenceNumber.FIRST, limit)
                .thenCompose(first -> aggregate(log, aggregate).thenApply(state -> new AggregateRead(state, first)));
    }

    /**
     * Aggregates that have events, each once.
     *
     * @param after what the previous page gave for its next, or null to begin
     * @param limit the largest number of aggregates to return, at least 1
     */
    CompletionStage<AggregatePage> aggregates(LogId log, @Nullable Bytes after, int limit);

    /**
     * Replaces the content of events for good: by {@link Content#ERASED}, or by what remains of it, a {@link
     * Content.Redacted}. Positions, types, sources and keys stay. What is erased stays erased, whatever is said to remain
     * of it. Durable when the stage completes; either all of them are replaced in a commit or none. To do it again
     * changes nothing.
     *
     * <p>No read that starts afterwards returns what was replaced. The engine may still have it in its files: {@link
     * Upkeep#purge} sees to those.
     *
     * <p>The stage fails with {@link IllegalArgumentException}, and nothing changes, when a position is beyond the end.
     */
    CompletionStage<Void> erase(LogId log, Map<SequenceNumber, Content> remaining);

    /** The names of the tenant's logs, each once and in no order. A log that is only read is none. */
    CompletionStage<Set<LogName>> names(TenantId tenant);

    /**
     * Tells, where the engine hears of it by itself, that another Runtime may have committed to the log. A hint and nothing
     * more: it may come for nothing, late or never, so whoever has to know reads the log now and then as well.
     *
     * @param hint run on any thread, and must not block it
     */
    default Watch watch(LogId log, Runnable hint) {
        return Watch.NOTHING;
    }

    /**
     * The keys of a read by keys, as every engine takes them.
     *
     * @throws IllegalArgumentException if there are none
     */
    static Set<Key> requireSome(Set<Key> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a read by keys needs at least one key");
        }
        return Set.copyOf(keys);
    }

    /**
     * Sees that commits can be offered in one append.
     *
     * @throws IllegalArgumentException if there are none, or one does not start where the one before ends
     */
    static void requireConsecutive(List<Commit> commits) {
        if (commits.isEmpty()) {
            throw new IllegalArgumentException("an append has at least one commit");
        }
        for (int i = 1; i < commits.size(); i++) {
            SequenceNumber expected = commits.get(i - 1).next();
            if (!commits.get(i).first().equals(expected)) {
                throw new IllegalArgumentException("commit " + i + " of an append should start at " + expected
                        + ", where the one before ends, not at "
                        + commits.get(i).first());
            }
        }
    }
}
