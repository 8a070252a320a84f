package io.pushmi.runtime.events;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.execution.CorrelationId;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted: those that have one of the values of every set that is not empty.
 *
 * @param types ids of event types, whatever the generation
 * @param includesSystem whether commits that the log made for itself are wanted, too
 */
public record EventFilter(
        Set<EventTypeId> types,
        Set<EventSourceId> sources,
        Set<AggregateId> aggregates,
        Set<CorrelationId> correlations,
        Set<PartitionId> partitions,
        boolean includesSystem) {
    /** Every event of microservices. */
    public static final EventFilter NONE = new EventFilter(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), false);

    public EventFilter {
        types = Set.copyOf(types);
        sources = Set.copyOf(sources);
        aggregates = Set.copyOf(aggregates);
        correlations = Set.copyOf(correlations);
        partitions = Set.copyOf(partitions);
    }

    /**
     * What every commit with a wanted event has one of; empty if nothing in particular. They are of the kind that is in
     * the fewest commits as a rule, and the rest is left to looking at the events.
     */
    Set<Key> keys() {
        return Stream.<Stream<Key>>of(
                        correlations.stream().map(Key.OfCorrelation::new),
                        aggregates.stream().map(Key.OfAggregate::new),
                        sources.stream().map(Key.OfEventSource::new),
                        partitions.stream().map(Key.OfPartition::new),
                        types.stream().map(Key.OfEventType::new))
                .map(keys -> keys.collect(Collectors.toSet()))
                .filter(keys -> !keys.isEmpty())
                .findFirst()
                .orElse(Set.of());
    }

    /** Whether, as a rule, every commit that has one of the {@link #keys()} has a wanted event. */
    boolean isDecidedByKeys() {
        return Stream.of(correlations, aggregates, sources, partitions, types)
                        .filter(values -> !values.isEmpty())
                        .count()
                < 2;
    }

    /** The wanted events of the commit between two positions; null if there are none. */
    @Nullable
    Excerpt of(Commit commit, SequenceNumber from, SequenceNumber to, Direction direction) {
        if (!wants(commit)) {
            return null;
        }
        long first = commit.first().value();
        int begin = (int) Math.max(0, from.value() - first);
        int end = (int) Math.min(commit.count(), to.value() - first);
        int[] places = wantsAll() ? places(begin, end) : wantedPlaces(commit, begin, end);
        if (places.length == 0) {
            return null;
        }
        if (direction == Direction.BACKWARD) {
            reverse(places);
        }
        return Excerpt.of(commit, places);
    }

    private boolean wants(Commit commit) {
        return (includesSystem || commit.kind() != CommitKind.SYSTEM)
                && (correlations.isEmpty()
                        || correlations.contains(commit.context().correlation()));
    }

    private boolean wantsAll() {
        return types.isEmpty() && sources.isEmpty() && aggregates.isEmpty() && partitions.isEmpty();
    }

    private boolean wants(Event event) {
        return (types.isEmpty()
                        || (event.type() != null && types.contains(event.type().id())))
                && (sources.isEmpty() || (event.source() != null && sources.contains(event.source())))
                && (aggregates.isEmpty()
                        || (event.appliedBy() != null
                                && aggregates.contains(event.appliedBy().aggregate())))
                && (partitions.isEmpty() || (event.partition() != null && partitions.contains(event.partition())));
    }

    private int[] wantedPlaces(Commit commit, int begin, int end) {
        int[] wanted = new int[Math.max(0, end - begin)];
        int count = 0;
        for (int place = begin; place < end; place++) {
            if (wants(commit.events().get(place))) {
                wanted[count++] = place;
            }
        }
        return Arrays.copyOf(wanted, count);
    }

    private static int[] places(int begin, int end) {
        int[] places = new int[Math.max(0, end - begin)];
        for (int i = 0; i < places.length; i++) {
            places[i] = begin + i;
        }
        return places;
    }

    private static void reverse(int[] places) {
        for (int i = 0, j = places.length - 1; i < j; i++, j--) {
            int place = places[i];
            places[i] = places[j];
            places[j] = place;
        }
    }
}
