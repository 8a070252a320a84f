package io.pushmi.runtime.storage;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One log in maps. For one thread. */
class MemoryLog {
    private final NavigableMap<SequenceNumber, Commit> commits = new TreeMap<>();
    private final Map<Key, NavigableSet<SequenceNumber>> index = new HashMap<>();
    private final Map<AggregateId, AggregateState> aggregates = new LinkedHashMap<>();
    private Head head = Head.EMPTY;

    /** The commits as they are kept from now on; none when the log does not end where the first of them starts. */
    List<Commit> append(List<Commit> more) {
        if (!takes(more.get(0))) {
            return List.of();
        }
        more.forEach(this::add);
        return more;
    }

    boolean takes(Commit commit) {
        return commit.first().equals(head.next());
    }

    Set<Key> keysOf(Commit commit) {
        return Key.of(commit);
    }

    void add(Commit commit) {
        commits.put(commit.first(), commit);
        for (Key key : keysOf(commit)) {
            index.computeIfAbsent(key, unused -> new TreeSet<>()).add(commit.first());
        }
        for (AggregateState state : commit.aggregates()) {
            aggregates.put(state.aggregate(), state);
        }
        Instant latest = head.occurred() == null || commit.occurred().isAfter(head.occurred())
                ? commit.occurred()
                : head.occurred();
        head = new Head(commit.next(), commit.id(), latest);
    }

    Head head() {
        return head;
    }

    boolean isEmpty() {
        return commits.isEmpty();
    }

    CommitPage read(SequenceNumber from, PageLimit limit) {
        return page(commits.tailMap(startOf(from), true).values(), from, limit);
    }

    CommitPage readByKeys(Set<Key> keys, SequenceNumber from, PageLimit limit) {
        NavigableSet<SequenceNumber> found = new TreeSet<>();
        for (Key key : keys) {
            found.addAll(positions(key).tailSet(startOf(from), true));
        }
        return page(found.stream().map(this::commitAt).toList(), from, limit);
    }

    EarlierPage readBack(SequenceNumber before, PageLimit limit) {
        return pageBack(commits.headMap(before, false).descendingMap().values(), limit);
    }

    EarlierPage readBackByKeys(Set<Key> keys, SequenceNumber before, PageLimit limit) {
        NavigableSet<SequenceNumber> found = new TreeSet<>();
        for (Key key : keys) {
            found.addAll(positions(key).headSet(before, false));
        }
        return pageBack(found.descendingSet().stream().map(this::commitAt).toList(), limit);
    }

    Optional<Commit> lastByKey(Key key) {
        NavigableSet<SequenceNumber> found = positions(key);
        return found.isEmpty() ? Optional.empty() : Optional.of(commitAt(found.last()));
    }

    Optional<AggregateState> aggregate(AggregateId aggregate) {
        return Optional.ofNullable(aggregates.get(aggregate));
    }

    AggregateRead readAggregate(AggregateId aggregate, PageLimit limit) {
        CommitPage first = readByKeys(Set.of(new Key.OfAggregate(aggregate)), SequenceNumber.FIRST, limit);
        return new AggregateRead(aggregate(aggregate), first);
    }

    /** In the order of their first events, which later commits only add to: the number of them seen is the mark. */
    AggregatePage aggregates(@Nullable Bytes after, int limit) {
        int seen = after == null ? 0 : Integer.parseInt(after.asUtf8());
        int end = Math.min(seen + limit, aggregates.size());
        List<AggregateState> found = List.copyOf(aggregates.values()).subList(seen, end);
        boolean more = end < aggregates.size();
        return new AggregatePage(
                found, more ? Bytes.wrap(Integer.toString(end).getBytes(StandardCharsets.US_ASCII)) : null);
    }

    void erase(Map<SequenceNumber, Content> remaining) {
        for (SequenceNumber position : remaining.keySet()) {
            if (!position.isBefore(head.next())) {
                throw new IllegalArgumentException("position " + position + " is beyond the end " + head.next());
            }
        }
        remaining.forEach(this::replace);
    }

    void replace(SequenceNumber position, Content content) {
        Commit commit = commitAt(startOf(position));
        List<Event> events = new ArrayList<>(commit.events());
        int place = Math.toIntExact(position.value() - commit.first().value());
        events.set(place, erased(events.get(place), content));
        commits.put(commit.first(), commit.withEvents(events));
    }

    Event erased(Event event, Content remaining) {
        return event.erasedTo(remaining);
    }

    /** The index entries of a key, empty where there are none. */
    NavigableSet<SequenceNumber> positions(Key key) {
        return index.getOrDefault(key, new TreeSet<>());
    }

    final Collection<Commit> all() {
        return commits.values();
    }

    final Commit commitAt(SequenceNumber first) {
        return Optional.ofNullable(commits.get(first)).orElseThrow();
    }

    private SequenceNumber startOf(SequenceNumber position) {
        Map.Entry<SequenceNumber, Commit> before = commits.floorEntry(position);
        return before != null && position.isBefore(before.getValue().next()) ? before.getKey() : position;
    }

    final CommitPage page(Collection<Commit> found, SequenceNumber from, PageLimit limit) {
        List<Commit> page = new ArrayList<>();
        SequenceNumber next = from.isBefore(head.next()) ? head.next() : from;
        long bytes = 0;
        for (Commit commit : found) {
            bytes += StoredSize.of(commit);
            if (!page.isEmpty() && (page.size() == limit.commits() || bytes > limit.bytes())) {
                break;
            }
            page.add(commit);
            next = commit.next();
        }
        return new CommitPage(page, next);
    }

    final EarlierPage pageBack(Collection<Commit> found, PageLimit limit) {
        List<Commit> page = new ArrayList<>();
        long bytes = 0;
        for (Commit commit : found) {
            bytes += StoredSize.of(commit);
            if (!page.isEmpty() && (page.size() == limit.commits() || bytes > limit.bytes())) {
                return new EarlierPage(page, page.get(page.size() - 1).first());
            }
            page.add(commit);
        }
        return new EarlierPage(page, SequenceNumber.FIRST);
    }
}
