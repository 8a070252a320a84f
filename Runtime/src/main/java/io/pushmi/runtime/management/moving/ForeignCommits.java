package io.pushmi.runtime.management.moving;

import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.AppliedBy;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.foreign.CannotBeMoved;
import io.pushmi.runtime.storage.foreign.ForeignLog;
import io.pushmi.runtime.storage.foreign.ForeignStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commits of another store's log one by one, of which only a page is in memory, each starting where the one before
 * ends. For one thread.
 */
final class ForeignCommits {
    private final ForeignStore source;
    private final ForeignLog log;
    private final Deque<Commit> page = new ArrayDeque<>();
    private SequenceNumber next = SequenceNumber.FIRST;
    private long missing;
    private long applied;

    ForeignCommits(ForeignStore source, ForeignLog log) {
        this.source = source;
        this.log = log;
    }

    /** The next commit as it is kept here, or null at the end of the log. */
    @Nullable
    Commit next() {
        if (page.isEmpty() && next.isBefore(log.end())) {
            read();
        }
        Commit commit = page.poll();
        if (commit == null) {
            return null;
        }
        next = commit.next();
        missing += commit.events().stream().filter(Event::isErased).count();
        Commit whole = withAggregates(commit);
        applied += whole.aggregates().size();
        return whole;
    }

    /** How many positions so far have no event any more. */
    long missing() {
        return missing;
    }

    /** How many events so far were applied by aggregates. */
    long applied() {
        return applied;
    }

    private void read() {
        CommitPage read = source.read(log, next);
        if (read.commits().isEmpty()) {
            throw new CannotBeMoved(log.collection() + " of " + source.description() + " should end at " + log.end()
                    + ", but has nothing from " + next + " on any more");
        }
        page.addAll(read.commits());
    }

    /** The version of an event says how many its aggregate has applied, each in a commit of its own. */
    private static Commit withAggregates(Commit commit) {
        List<AggregateState> states = new ArrayList<>();
        for (int i = 0; i < commit.count(); i++) {
            AppliedBy by = commit.events().get(i).appliedBy();
            if (by != null) {
                states.add(new AggregateState(
                        by.aggregate(), by.version().next(), by.version().next().value(), commit.numberOf(i)));
            }
        }
        return states.isEmpty()
                ? commit
                : new Commit(
                        commit.first(),
                        commit.id(),
                        commit.occurred(),
                        commit.context(),
                        commit.kind(),
                        commit.events(),
                        states,
                        commit.checkpoint());
    }
}
