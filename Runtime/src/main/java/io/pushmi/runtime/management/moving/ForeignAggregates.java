package io.pushmi.runtime.management.moving;

import io.pushmi.runtime.storage.AggregatePage;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.foreign.ForeignAggregate;
import io.pushmi.runtime.storage.foreign.ForeignStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares what another store says of its aggregates with what their events say. For one thread. */
final class ForeignAggregates {
    private static final int PAGE = 500;
    private static final int MOST_TOLD = 20;

    private final OpenStore store;
    private final LogId log;
    private final List<String> different = new ArrayList<>();
    private long said;
    private long differences;

    /** @param log the main log, with all of its events */
    ForeignAggregates(OpenStore store, LogId log) {
        this.store = store;
        this.log = log;
    }

    /**
     * What is different, for people. What counts here is what the events say.
     *
     * @param applied how many events were applied by aggregates
     */
    List<String> differences(ForeignStore source, long applied) {
        source.aggregates(this::compare);
        List<String> told = new ArrayList<>(different);
        if (differences > MOST_TOLD) {
            told.add("and " + (differences - MOST_TOLD) + " more aggregates are at another version than was said");
        }
        Totals here = totals();
        if (here.aggregates() > said - differences) {
            told.add(here.aggregates() + " aggregates have events, " + said + " were said to have some");
        }
        if (here.versions() != applied) {
            told.add("by their versions aggregates have applied " + here.versions() + " events, of which " + applied
                    + " are there: 'pushmi verify' will tell where some are missing");
        }
        return told;
    }

    private void compare(ForeignAggregate aggregate) {
        said++;
        Optional<AggregateState> found = store.waiting().await(store.logs().aggregate(log, aggregate.id()));
        AggregateVersion version = found.map(AggregateState::next).orElse(AggregateVersion.INITIAL);
        if (!version.equals(aggregate.version())) {
            differences++;
            if (different.size() < MOST_TOLD) {
                different.add("aggregate " + aggregate.id() + " was said to be at version " + aggregate.version()
                        + ", by its events it is at " + version);
            }
        }
    }

    private record Totals(long aggregates, long versions) {}

    private Totals totals() {
        long aggregates = 0;
        long versions = 0;
        Bytes next = null;
        do {
            AggregatePage page = page(next);
            for (AggregateState state : page.aggregates()) {
                aggregates++;
                versions += state.next().value();
            }
            next = page.next();
        } while (next != null);
        return new Totals(aggregates, versions);
    }

    private AggregatePage page(@Nullable Bytes after) {
        return store.waiting().await(store.logs().aggregates(log, after, PAGE));
    }
}
