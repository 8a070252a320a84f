package io.pushmi.runtime.events;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EarlierPage;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One read of a part of a log, page by page, in either direction. */
final class RangeRead {
    private static final int COMMITS = 4096;
    private static final long BYTES = 1L << 20;

    /** Where few of the commits that are read may be wanted, each page of the store has room for so many. */
    private static final int COMMITS_TO_SEARCH = 256;

    private final EventLogStorage storage;
    private final LogId log;
    private final Direction direction;
    private final EventFilter filter;
    private final Set<Key> keys;
    private final SequenceNumber from;
    private final SequenceNumber to;

    /** @param end of the log, beyond which the read does not go */
    RangeRead(EventLogStorage storage, LogId log, EventRange range, SequenceNumber end, EventFilter filter) {
        this.storage = storage;
        this.log = log;
        this.direction = range.direction();
        this.filter = filter;
        this.keys = filter.keys();
        this.from = range.from();
        SequenceNumber asked = range.to();
        SequenceNumber last = asked != null && asked.isBefore(end) ? asked : end;
        this.to = last.isBefore(from) ? from : last;
    }

    private record Step(EventPage page, boolean isLast) {}

    Flux<EventPage> pages(ReadLimit limit) {
        Budget budget = new Budget(limit);
        return step(direction == Direction.FORWARD ? from : to, budget)
                .expand(step -> step.isLast() ? Mono.empty() : step(step.page().next(), budget))
                .map(Step::page);
    }

    private Mono<Step> step(SequenceNumber at, Budget budget) {
        if (isOver(at)) {
            return Mono.just(new Step(new EventPage(List.of(), at), true));
        }
        PageLimit page = limit(budget);
        return direction == Direction.FORWARD
                ? Mono.fromCompletionStage(() -> readOn(at, page)).map(found -> stepOn(found, at, budget))
                : Mono.fromCompletionStage(() -> readBack(at, page)).map(found -> stepBack(found, at, budget));
    }

    private PageLimit limit(Budget budget) {
        int commits = (int) Math.min(COMMITS, budget.events());
        return filter.isDecidedByKeys()
                ? new PageLimit(commits, Math.min(BYTES, budget.bytes()))
                : new PageLimit(Math.max(COMMITS_TO_SEARCH, commits), BYTES);
    }

    private boolean isOver(SequenceNumber at) {
        return direction == Direction.FORWARD ? !at.isBefore(to) : !from.isBefore(at);
    }

    private CompletionStage<CommitPage> readOn(SequenceNumber at, PageLimit page) {
        return keys.isEmpty() ? storage.read(log, at, page) : storage.readByKeys(log, keys, at, page);
    }

    private CompletionStage<EarlierPage> readBack(SequenceNumber before, PageLimit page) {
        return keys.isEmpty() ? storage.readBack(log, before, page) : storage.readBackByKeys(log, keys, before, page);
    }

    private Step stepOn(CommitPage found, SequenceNumber at, Budget budget) {
        SequenceNumber expected = at;
        for (Commit commit : found.commits()) {
            boolean isFirst = expected.equals(at);
            boolean leavesOut = keys.isEmpty() && expected.isBefore(commit.first());
            boolean repeats = commit.first().isBefore(expected) && !(isFirst && expected.isBefore(commit.next()));
            require(!leavesOut && !repeats, expected, commit);
            expected = commit.next();
        }
        SequenceNumber next = keys.isEmpty() ? expected : found.next();
        require(at.isBefore(next), at, null);
        return select(found.commits(), at, to, next.isBefore(to) ? next : to, budget);
    }

    private Step stepBack(EarlierPage found, SequenceNumber before, Budget budget) {
        SequenceNumber expected = before;
        for (Commit commit : found.commits()) {
            boolean isFirst = expected.equals(before);
            boolean leavesOut = keys.isEmpty() && commit.next().isBefore(expected);
            boolean repeats = expected.isBefore(commit.next())
                    && !(isFirst && commit.first().isBefore(expected));
            require(!leavesOut && !repeats, expected, commit);
            expected = commit.first();
        }
        SequenceNumber next = keys.isEmpty() ? expected : found.next();
        require(next.isBefore(before), before, null);
        return select(found.commits(), from, before, from.isBefore(next) ? next : from, budget);
    }

    private void require(boolean isAsItMustBe, SequenceNumber at, @Nullable Commit found) {
        if (!isAsItMustBe) {
            throw new StorageDamaged(
                    "log " + log + ", reading at " + at + ": the store returned "
                            + (found == null ? "nothing" : "the commit at " + found.first()),
                    null);
        }
    }

    /** @param next where to go on if there is room for everything that is wanted of the commits */
    private Step select(
            List<Commit> commits, SequenceNumber low, SequenceNumber high, SequenceNumber next, Budget budget) {
        List<Excerpt> excerpts = new ArrayList<>(commits.size());
        for (Commit commit : commits) {
            Excerpt wanted = filter.of(commit, low, high, direction);
            int taken = wanted == null ? 0 : budget.take(wanted);
            if (wanted != null && taken > 0) {
                excerpts.add(wanted.first(taken));
            }
            if (wanted != null && taken < wanted.count()) {
                return new Step(new EventPage(excerpts, beginningAt(wanted.numberOf(taken))), true);
            }
        }
        return new Step(new EventPage(excerpts, next), isOver(next) || budget.isSpent());
    }

    /** Where to go on so that this event is the first. */
    private SequenceNumber beginningAt(SequenceNumber number) {
        return direction == Direction.FORWARD ? number : number.plus(1);
    }
}
