package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateRead;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EarlierPage;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Finds commits of a log by their keys. The key texts of documents only say which to look at. What lies beyond the end of
 * the log as far as it is known counts once the end was seen: until then it may be no commit.
 */
final class KeySearch {
    /** Before which everything is. */
    private static final SequenceNumber END = new SequenceNumber(Long.MAX_VALUE);

    private static final BsonDocument STATES = BsonDocument.parse("{aggregates: 1}");

    /** How many to look at next when the first was not it. */
    private static final int A_FEW = 20;

    private final LogCollection collection;
    private final LogReader reader;

    KeySearch(LogCollection collection, LogReader reader) {
        this.collection = collection;
        this.reader = reader;
    }

    /** @param isAll whether the page has every commit from its beginning on that had one of the keys then */
    record Found(CommitPage page, boolean isAll) {}

    CompletionStage<Found> read(Set<Key> keys, SequenceNumber from, PageLimit limit) {
        SequenceNumber known = collection.chain().known().next();
        if (from.isBefore(known)) {
            return read(keys, from, known, limit);
        }
        return reader.end()
                .thenCompose(end -> from.isBefore(end.next())
                        ? read(keys, from, end.next(), limit)
                        : CompletableFuture.completedFuture(new Found(new Page(limit).upTo(from), true)));
    }

    private CompletionStage<Found> read(Set<Key> keys, SequenceNumber from, SequenceNumber end, PageLimit limit) {
        int count = collection.sizes().within(limit);
        return reader.startOf(from)
                .thenCompose(start -> collection.find(collection.withKeys(texts(keys), start.next(), count)))
                .thenCompose(reply -> endBeyond(reply, end).thenApply(seen -> {
                    boolean isAll = reply.documents().size() < count && !reply.isCut();
                    return page(reply, keys, from, isAll, end, seen, limit);
                }));
    }

    /** @return the end, or where the log ends now if there is something beyond */
    private CompletionStage<SequenceNumber> endBeyond(FindReply reply, SequenceNumber end) {
        boolean isWithin = reply.documents().isEmpty()
                || positionOf(reply.documents().get(reply.documents().size() - 1))
                        .isBefore(end);
        return isWithin ? CompletableFuture.completedFuture(end) : reader.end().thenApply(LogEnd::next);
    }

    /**
     * @param isAll whether no further document has any of the keys, as of a moment when the log had come to {@code end}
     * @param seen where the log ended after that moment
     */
    private Found page(
            FindReply reply,
            Set<Key> keys,
            SequenceNumber from,
            boolean isAll,
            SequenceNumber end,
            SequenceNumber seen,
            PageLimit limit) {
        Page page = new Page(limit);
        SequenceNumber reached = from;
        for (RawBsonDocument document : reply.documents()) {
            StoredCommit stored = reader.commit(document);
            if (seen.isBefore(stored.bounds().next())) {
                return new Found(page.upTo(later(reached, end)), false);
            }
            boolean isWanted = from.isBefore(stored.bounds().next()) && stored.hasAny(keys);
            if (isWanted && !page.add(stored.commit())) {
                return new Found(page.upTo(stored.bounds().first()), false);
            }
            reached = later(reached, stored.bounds().next());
        }
        return new Found(page.upTo(isAll ? later(reached, end) : reached), isAll);
    }

    CompletionStage<AggregateRead> readAggregate(AggregateId aggregate, PageLimit limit) {
        return read(Set.of(new Key.OfAggregate(aggregate)), SequenceNumber.FIRST, limit)
                .thenCompose(found ->
                        stateAfter(found, aggregate).thenApply(state -> new AggregateRead(state, found.page())));
    }

    /** Where the page has all of the aggregate's commits, the last of them has what is remembered. */
    private CompletionStage<Optional<AggregateState>> stateAfter(Found found, AggregateId aggregate) {
        List<Commit> commits = found.page().commits();
        if (!found.isAll() || commits.isEmpty()) {
            return found.isAll() ? CompletableFuture.completedFuture(Optional.empty()) : aggregate(aggregate);
        }
        return CompletableFuture.completedFuture(
                stateIn(commits.get(commits.size() - 1).aggregates(), aggregate));
    }

    CompletionStage<EarlierPage> readBack(Set<Key> keys, SequenceNumber before, PageLimit limit) {
        if (before.equals(SequenceNumber.FIRST)) {
            return CompletableFuture.completedFuture(EarlierPage.NOTHING);
        }
        int count = collection.sizes().within(limit);
        return collection
                .find(collection.withKeysBefore(texts(keys), before, count))
                .thenCompose(reply -> confirmed(reply).thenCompose(isConfirmed -> {
                    boolean isAll = reply.documents().size() < count && !reply.isCut();
                    return isConfirmed
                            ? CompletableFuture.completedFuture(earlierPage(reply, keys, isAll, limit))
                            : readBack(keys, before, limit);
                }));
    }

    private EarlierPage earlierPage(FindReply reply, Set<Key> keys, boolean isAll, PageLimit limit) {
        Page page = new Page(limit);
        SequenceNumber reached = SequenceNumber.FIRST;
        for (RawBsonDocument document : reply.documents()) {
            StoredCommit stored = reader.commit(document);
            if (stored.hasAny(keys) && !page.add(stored.commit())) {
                return page.downTo(stored.bounds().next());
            }
            reached = stored.bounds().first();
        }
        return page.downTo(isAll ? SequenceNumber.FIRST : reached);
    }

    CompletionStage<Optional<Commit>> last(Key key) {
        return last(key, null, document -> {
            StoredCommit stored = reader.commit(document);
            return stored.hasAny(Set.of(key)) ? Optional.of(stored.commit()) : Optional.empty();
        });
    }

    CompletionStage<Optional<AggregateState>> aggregate(AggregateId aggregate) {
        return last(
                new Key.OfAggregate(aggregate),
                STATES,
                document -> stateIn(collection.parse(document, CommitParser::aggregates), aggregate));
    }

    private static Optional<AggregateState> stateIn(List<AggregateState> states, AggregateId aggregate) {
        return states.stream()
                .filter(state -> state.aggregate().equals(aggregate))
                .findFirst();
    }

    private <T> CompletionStage<Optional<T>> last(
            Key key, @Nullable BsonDocument fields, Function<RawBsonDocument, Optional<T>> look) {
        return last(Set.of(key), fields, END, 1, look);
    }

    private <T> CompletionStage<Optional<T>> last(
            Set<Key> keys,
            @Nullable BsonDocument fields,
            SequenceNumber before,
            int count,
            Function<RawBsonDocument, Optional<T>> look) {
        Find find = collection.withKeysBefore(texts(keys), before, count);
        return collection
                .find(fields == null ? find : find.projected(fields))
                .thenCompose(reply -> confirmed(reply).thenCompose(isConfirmed -> {
                    if (!isConfirmed) {
                        return last(keys, fields, before, count, look);
                    }
                    SequenceNumber reached = before;
                    for (RawBsonDocument document : reply.documents()) {
                        Optional<T> found = look.apply(document);
                        if (found.isPresent()) {
                            return CompletableFuture.completedFuture(found);
                        }
                        reached = positionOf(document);
                    }
                    return reply.documents().isEmpty()
                            ? CompletableFuture.completedFuture(Optional.empty())
                            : last(keys, fields, reached, A_FEW, look);
                }));
    }

    /** Whether the log is known to go to the last document of the reply, the first in it. If not, it is damaged. */
    private CompletionStage<Boolean> confirmed(FindReply reply) {
        if (reply.documents().isEmpty()) {
            return CompletableFuture.completedFuture(true);
        }
        SequenceNumber last = positionOf(reply.documents().get(0));
        return last.isBefore(collection.chain().known().next())
                ? CompletableFuture.completedFuture(true)
                : reader.end().thenApply(end -> last.isBefore(end.next()));
    }

    SequenceNumber positionOf(RawBsonDocument document) {
        return new SequenceNumber(document.getNumber(CommitDocuments.FIRST).longValue());
    }

    private static Set<String> texts(Set<Key> keys) {
        Set<String> texts = new LinkedHashSet<>();
        keys.forEach(key -> texts.addAll(KeyTexts.candidates(key)));
        return texts;
    }

    private static SequenceNumber later(SequenceNumber one, SequenceNumber other) {
        return one.isBefore(other) ? other : one;
    }
}
