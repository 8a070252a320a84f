package io.pushmi.runtime.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** What planted faults make of commits. */
final class FlawedCommits {
    private FlawedCommits() {}

    /** An engine that keeps something else than the commits it was given, at the same positions. */
    static MemoryFixture.Opening keptAs(UnaryOperator<Commit> change) {
        return Flaw.logsOf(() -> new MemoryLog() {
            @Override
            List<Commit> append(List<Commit> more) {
                return super.append(more.stream().map(change).toList());
            }
        });
    }

    /** An engine that erases in a way of its own. */
    static MemoryFixture.Opening erasedTo(BiFunction<Event, Content, Event> erase) {
        return Flaw.logsOf(() -> new MemoryLog() {
            @Override
            Event erased(Event event, Content remaining) {
                return erase.apply(event, remaining);
            }
        });
    }

    static MemoryFixture.Opening eventsAs(UnaryOperator<Event> change) {
        return keptAs(
                commit -> commit.withEvents(commit.events().stream().map(change).toList()));
    }

    static MemoryFixture.Opening contentAs(UnaryOperator<String> change) {
        return eventsAs(event -> event.content() instanceof Content.Present present
                ? event.withContent(new Content.Present(
                        Bytes.utf8(change.apply(present.bytes().asUtf8())), present.type()))
                : event);
    }

    static Commit withOccurred(Commit commit, Instant occurred) {
        return copy(commit, commit.first(), occurred, commit.events());
    }

    static Commit half(Commit commit) {
        List<Event> events = commit.events();
        return copy(commit, commit.first(), commit.occurred(), events.subList(0, (events.size() + 1) / 2));
    }

    static List<Commit> inTwo(Commit commit) {
        Commit half = half(commit);
        if (half.count() == commit.count()) {
            return List.of(commit);
        }
        List<Event> rest = commit.events().subList(half.count(), commit.count());
        return List.of(half, copy(commit, half.next(), commit.occurred(), rest));
    }

    /** The commits from the last to the first, numbered as the order is now. */
    static List<Commit> reversed(List<Commit> commits) {
        List<Commit> reversed = new ArrayList<>();
        SequenceNumber next = commits.get(0).first();
        for (int i = commits.size() - 1; i >= 0; i--) {
            Commit commit = commits.get(i);
            reversed.add(copy(commit, next, commit.occurred(), commit.events()));
            next = next.plus(commit.count());
        }
        return reversed;
    }

    private static Commit copy(Commit commit, SequenceNumber first, Instant occurred, List<Event> events) {
        return new Commit(
                first,
                commit.id(),
                occurred,
                commit.context(),
                commit.kind(),
                events,
                commit.aggregates(),
                commit.checkpoint());
    }
}
