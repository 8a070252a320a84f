package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EarlierPage;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.storage.StoredSize;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log in its order, forwards and backwards, and never past a document that does not follow the one before. Such
 * a document is looked at twice, since what is read of two may be of two moments, before it counts as damage.
 */
final class LogReader {
    private final LogCollection collection;
    private final Chain chain;

    LogReader(LogCollection collection) {
        this.collection = collection;
        this.chain = collection.chain();
    }

    /** Where the log ends, no older than the call. */
    CompletionStage<LogEnd> end() {
        LogEnd known = chain.known();
        return end(true).thenApply(end -> {
            if (end.next().isBefore(known.next()) && chain.damage() == null) {
                throw new StorageUnavailable(
                        "log " + collection.log() + " ends at " + end.next() + " where it is read, and went to "
                                + known.next() + " before",
                        null);
            }
            return end;
        });
    }

    private CompletionStage<LogEnd> end(boolean isFirstLook) {
        return collection
                .find(collection.last(1).projected(CommitDocuments.BOUNDS).linearizable())
                .thenCompose(reply -> {
                    if (reply.documents().isEmpty()) {
                        return CompletableFuture.completedFuture(LogEnd.BEGINNING);
                    }
                    CommitBounds last = collection.bounds(reply).get(0);
                    return startOf(last.first())
                            .thenCompose(before ->
                                    last.follows(before) ? noted(last.end()) : lookAgain(last, isFirstLook, this::end));
                });
    }

    /** Where the commit that contains the position starts, or the end of the log if that is not beyond the position. */
    CompletionStage<LogEnd> startOf(SequenceNumber position) {
        LogEnd remembered = chain.endingAt(position);
        return remembered == null ? lookUpStart(position, true) : CompletableFuture.completedFuture(remembered);
    }

    private CompletionStage<LogEnd> lookUpStart(SequenceNumber position, boolean isFirstLook) {
        return collection
                .find(collection.containing(position, 2).projected(CommitDocuments.BOUNDS))
                .thenCompose(reply -> {
                    List<CommitBounds> found = collection.bounds(reply);
                    if (found.isEmpty()) {
                        return CompletableFuture.completedFuture(LogEnd.BEGINNING);
                    }
                    CommitBounds nearest = found.get(0);
                    LogEnd before = found.size() > 1 ? found.get(1).end() : LogEnd.BEGINNING;
                    if (!nearest.follows(before)) {
                        return lookAgain(nearest, isFirstLook, isFirst -> lookUpStart(position, isFirst));
                    }
                    return noted(position.isBefore(nearest.next()) ? before : nearest.end());
                });
    }

    CompletionStage<CommitPage> read(SequenceNumber from, PageLimit limit) {
        return startOf(from).thenCompose(start -> read(start, from, limit, true));
    }

    private CompletionStage<CommitPage> read(LogEnd start, SequenceNumber from, PageLimit limit, boolean isFirstLook) {
        int count = collection.sizes().within(limit);
        return collection.find(collection.from(start.next(), count)).thenCompose(reply -> {
            Page page = new Page(limit);
            LogEnd end = start;
            for (RawBsonDocument document : reply.documents()) {
                StoredCommit stored = commit(document);
                if (!stored.bounds().follows(end)) {
                    if (page.isEmpty()) {
                        return lookAgain(stored.bounds(), isFirstLook, isFirst -> read(start, from, limit, isFirst));
                    }
                    break;
                }
                if (from.isBefore(stored.bounds().next()) && !page.add(stored.commit())) {
                    break;
                }
                end = stored.bounds().end();
                chain.note(end);
            }
            requireUndamaged(page);
            return CompletableFuture.completedFuture(page.upTo(page.isEmpty() ? from : end.next()));
        });
    }

    /** Whoever comes to the place of a damage must not take it for the end of the log. */
    private void requireUndamaged(Page page) {
        Chain.Damage damage = chain.damage();
        if (page.isEmpty() && damage != null) {
            throw new StorageDamaged(damage.what(), null);
        }
    }

    CompletionStage<EarlierPage> readBack(SequenceNumber before, PageLimit limit) {
        return before.equals(SequenceNumber.FIRST)
                ? CompletableFuture.completedFuture(EarlierPage.NOTHING)
                : readBack(before, limit, true);
    }

    /** Asks for one document more than it returns, to see that the others follow it. */
    private CompletionStage<EarlierPage> readBack(SequenceNumber before, PageLimit limit, boolean isFirstLook) {
        int count = collection.sizes().within(limit);
        return collection.find(collection.before(before, count + 1)).thenCompose(reply -> {
            Page page = new Page(limit);
            StoredCommit later = null;
            for (RawBsonDocument document : reply.documents()) {
                StoredCommit stored = commit(document);
                if (later != null) {
                    if (!later.bounds().follows(stored.bounds().end())) {
                        return lookAgain(later.bounds(), isFirstLook, isFirst -> readBack(before, limit, isFirst));
                    }
                    if (!page.add(later.commit())) {
                        return CompletableFuture.completedFuture(
                                page.downTo(later.bounds().next()));
                    }
                }
                later = stored;
            }
            return earliest(later, page, isFirst -> readBack(before, limit, isFirst), isFirstLook);
        });
    }

    /** @param stored the earliest that was found, which nothing was seen before yet */
    private CompletionStage<EarlierPage> earliest(
            @Nullable StoredCommit stored, Page page, Look<EarlierPage> again, boolean isFirstLook) {
        if (stored == null) {
            return CompletableFuture.completedFuture(EarlierPage.NOTHING);
        }
        SequenceNumber first = stored.bounds().first();
        if (!page.isEmpty() && !first.equals(SequenceNumber.FIRST)) {
            return CompletableFuture.completedFuture(page.downTo(stored.bounds().next()));
        }
        return startOf(first).thenCompose(before -> {
            if (!stored.bounds().follows(before)) {
                return lookAgain(stored.bounds(), isFirstLook, again);
            }
            boolean isOnPage = page.add(stored.commit());
            return CompletableFuture.completedFuture(
                    page.downTo(isOnPage ? first : stored.bounds().next()));
        });
    }

    StoredCommit commit(RawBsonDocument document) {
        StoredCommit stored = collection.parse(document, CommitParser::commit);
        collection.sizes().note(StoredSize.of(stored.commit()));
        return stored;
    }

    @FunctionalInterface
    private interface Look<T> {
        CompletionStage<T> from(boolean isFirst);
    }

    /** Once more; and if that was it already, for what there is before the document. */
    private <T> CompletionStage<T> lookAgain(CommitBounds found, boolean wasFirst, Look<T> look) {
        if (!wasFirst) {
            chain.breakAt(found);
        }
        return look.from(!wasFirst);
    }

    private CompletionStage<LogEnd> noted(LogEnd end) {
        chain.note(end);
        return CompletableFuture.completedFuture(end);
    }
}
