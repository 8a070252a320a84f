package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.EarlierPage;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Looks up the events that a processor gets in its log. Used by any thread; fails as the store does. */
final class WantedEvents {
    private static final PageLimit PAGE = new PageLimit(256, 256 * 1024);
    private static final PageLimit FEW = new PageLimit(8, 64 * 1024);

    private final EventLogStorage storage;
    private final LogId log;
    private final Wanted wanted;

    WantedEvents(EventLogStorage storage, LogId log, Wanted wanted) {
        this.storage = storage;
        this.log = log;
        this.wanted = wanted;
    }

    /** How many there are from a position on, up to another. */
    CompletionStage<Long> count(SequenceNumber from, SequenceNumber to) {
        return count(from, from, to, 0);
    }

    /** The first at the position or after it. */
    CompletionStage<Optional<CommittedEvent>> first(SequenceNumber from) {
        return firstFrom(from, from);
    }

    /** Where the last is that lies before one position and not before another. */
    CompletionStage<Optional<SequenceNumber>> last(SequenceNumber notBefore, SequenceNumber before) {
        return notBefore.isBefore(before)
                ? pageBack(before).thenCompose(page -> lastOf(page, notBefore, before))
                : CompletableFuture.completedFuture(Optional.empty());
    }

    private CompletionStage<Long> count(SequenceNumber next, SequenceNumber from, SequenceNumber to, long counted) {
        return next.isBefore(to)
                ? page(next, PAGE).thenCompose(page -> {
                    long more = counted;
                    for (Commit commit : page.commits()) {
                        more += wanted.count(commit, from, to);
                    }
                    return page.next().equals(next)
                            ? CompletableFuture.completedFuture(more)
                            : count(page.next(), from, to, more);
                })
                : CompletableFuture.completedFuture(counted);
    }

    private CompletionStage<Optional<CommittedEvent>> firstFrom(SequenceNumber next, SequenceNumber from) {
        return page(next, FEW).thenCompose(page -> {
            for (Commit commit : page.commits()) {
                for (int i = 0; i < commit.count(); i++) {
                    if (!commit.numberOf(i).isBefore(from) && wanted.includes(commit, i)) {
                        return found(wanted.endsAt(commit) ? null : new CommittedEvent(commit, i));
                    }
                }
            }
            return page.next().equals(next) ? found(null) : firstFrom(page.next(), from);
        });
    }

    private CompletionStage<Optional<SequenceNumber>> lastOf(
            EarlierPage page, SequenceNumber notBefore, SequenceNumber before) {
        for (Commit commit : page.commits()) {
            for (int i = commit.count() - 1; i >= 0; i--) {
                SequenceNumber number = commit.numberOf(i);
                if (number.isBefore(before) && wanted.includes(commit, i) && !wanted.endsAt(commit)) {
                    return CompletableFuture.completedFuture(
                            number.isBefore(notBefore) ? Optional.empty() : Optional.of(number));
                }
            }
        }
        return last(notBefore, page.next());
    }

    private CompletionStage<CommitPage> page(SequenceNumber from, PageLimit limit) {
        return wanted.keys().isEmpty()
                ? storage.read(log, from, limit)
                : storage.readByKeys(log, wanted.keys(), from, limit);
    }

    private CompletionStage<EarlierPage> pageBack(SequenceNumber before) {
        return wanted.keys().isEmpty()
                ? storage.readBack(log, before, FEW)
                : storage.readBackByKeys(log, wanted.keys(), before, FEW);
    }

    private static CompletionStage<Optional<CommittedEvent>> found(@Nullable CommittedEvent event) {
        return CompletableFuture.completedFuture(Optional.ofNullable(event));
    }
}
