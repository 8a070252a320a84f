package io.pushmi.runtime.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Head;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a committer knows of its log at the head. Used by the committer's owner only. */
final class HeadState {
    private final Cache<AggregateId, AggregateState> aggregates;
    private Head head;

    HeadState(Head head, int aggregateStates) {
        this.head = head;
        this.aggregates = Caffeine.newBuilder()
                .maximumSize(aggregateStates)
                .executor(Runnable::run)
                .build();
    }

    Head head() {
        return head;
    }

    /** The aggregate's state at the head if it is at hand; null says nothing about whether it has one. */
    @Nullable
    AggregateState known(AggregateId aggregate) {
        return aggregates.getIfPresent(aggregate);
    }

    /** Moves the head over a commit that is in the log, whoever wrote it. */
    void advance(Commit commit) {
        if (!commit.first().equals(head.next())) {
            throw new IllegalStateException(
                    "the log ends at " + head.next() + ", a commit at " + commit.first() + " cannot follow");
        }
        commit.aggregates().forEach(state -> aggregates.put(state.aggregate(), state));
        head = new Head(commit.next(), commit.id(), later(head.occurred(), commit.occurred()));
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one != null && one.isAfter(other) ? one : other;
    }
}
