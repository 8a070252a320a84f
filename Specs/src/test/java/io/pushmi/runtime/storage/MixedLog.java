package io.pushmi.runtime.storage;

import static io.pushmi.runtime.storage.EventBuilder.aggregate;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;

import io.pushmi.runtime.execution.CorrelationId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Commits in which every kind of key occurs, some of them in many commits and some in one, and what to find by them. */
public final class MixedLog {
    private static final List<CorrelationId> CORRELATIONS =
            List.of(new CorrelationId(new UUID(1, 1)), new CorrelationId(new UUID(1, 2)), CorrelationId.SYSTEM);

    private final List<Commit> commits;

    public MixedLog(Commits following, int count) {
        List<Commit> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(following.next(requestOf(i)));
        }
        this.commits = List.copyOf(made);
    }

    public List<Commit> commits() {
        return commits;
    }

    public Set<Key> keys() {
        Set<Key> keys = new LinkedHashSet<>();
        commits.forEach(commit -> keys.addAll(Key.of(commit)));
        return keys;
    }

    List<Key> keys(KeyKind kind) {
        return keys().stream().filter(key -> key.kind() == kind).toList();
    }

    List<Commit> with(Key key) {
        return with(Set.of(key));
    }

    /** The commits that have one of the keys, by the definition of a key and not by an index. */
    List<Commit> with(Set<Key> keys) {
        return commits.stream()
                .filter(commit -> keys.stream()
                        .anyMatch(key -> commit.events().stream().anyMatch(event -> key.isOf(commit, event))))
                .toList();
    }

    private static RequestBuilder requestOf(int i) {
        RequestBuilder request = request(event("Opened", "source-" + i % 5))
                .correlation(i % 7 == 6 ? new CorrelationId(UUID.randomUUID()) : CORRELATIONS.get(i % 3));
        if (i % 2 == 0) {
            request.events(event("Moved", "a").appliedBy(aggregate("account", "a" + i % 4)));
            request.events(event("Closed", "b").appliedBy(aggregate("account", "a" + i % 4)));
        }
        if (i % 3 == 0) {
            request.events(
                    event("Paid", "").partition("p" + i % 2), event("Paid", "c").partition(""));
        }
        if (i % 4 == 1) {
            request.id("chosen-" + i);
        }
        if (i % 5 == 2) {
            request.checkpoint("filter-" + i % 2, i);
        }
        return i % 6 == 5 ? request.system() : request;
    }
}
