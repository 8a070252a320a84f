package io.pushmi.runtime.management.moving;

import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregatePage;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.AppliedBy;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EarlierPage;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks one log, some commits at a time: that they follow one another, that each is found by its keys and no other is, and
 * that aggregates go on from where they were. For one thread.
 */
final class LogVerification {
    private static final int GROUP = 200;
    private static final PageLimit PAGE = new PageLimit(GROUP, 8L << 20);
    private static final PageLimit ONE = new PageLimit(1, 1);
    private static final int AGGREGATES = 100;

    private final OpenStore store;
    private final LogId log;
    private final Found findings;
    private final Steps steps;
    private @Nullable Instant latest;
    private @Nullable Commit last;
    private SequenceNumber end = SequenceNumber.FIRST;
    private long commits;
    private long aggregates;
    private long keys;

    /** Is told what is wrong with a log. */
    interface Found {
        void found(LogId log, @Nullable SequenceNumber position, String problem);
    }

    LogVerification(OpenStore store, LogId log, Found findings, Steps steps) {
        this.store = store;
        this.log = log;
        this.findings = findings;
        this.steps = steps;
    }

    SequenceNumber end() {
        return end;
    }

    long commits() {
        return commits;
    }

    long aggregates() {
        return aggregates;
    }

    long keys() {
        return keys;
    }

    /** @throws io.pushmi.runtime.storage.StorageDamaged if the log cannot be read any further */
    void run() {
        StoredCommits all = new StoredCommits(store, log, SequenceNumber.FIRST);
        List<Commit> group = new ArrayList<>();
        for (Commit commit = all.next(); commit != null; commit = all.next()) {
            checkInstant(commit);
            group.add(commit);
            if (group.size() == GROUP) {
                check(group);
                group.clear();
            }
        }
        check(group);
        checkHead();
        checkAggregates();
    }

    private void checkInstant(Commit commit) {
        if (latest == null || !commit.occurred().isBefore(latest)) {
            latest = commit.occurred();
        } else if (commit.checkpoint() == null
                && commit.events().stream().map(Event::origin).allMatch(Objects::isNull)) {
            found(
                    commit.first(),
                    "it occurred " + commit.occurred() + ", earlier than a commit before it, which occurred " + latest);
        }
        last = commit;
    }

    private void check(List<Commit> group) {
        if (group.isEmpty()) {
            return;
        }
        SequenceNumber from = group.get(0).first();
        SequenceNumber to = group.get(group.size() - 1).next();
        Map<AggregateId, AggregateState> states = new LinkedHashMap<>();
        Map<Key, Set<SequenceNumber>> expected = new LinkedHashMap<>();
        for (Commit commit : group) {
            for (Key key : Key.of(commit)) {
                expected.computeIfAbsent(key, unused -> new LinkedHashSet<>()).add(commit.first());
            }
        }
        expected.forEach((key, positions) -> checkKey(key, positions, from, to, states));
        for (Commit commit : group) {
            checkVersions(commit, states);
            commits++;
            end = commit.next();
            steps.done(commit.count());
        }
    }

    /** Along with it, where an aggregate stood before these commits. */
    private void checkKey(
            Key key,
            Set<SequenceNumber> expected,
            SequenceNumber from,
            SequenceNumber to,
            Map<AggregateId, AggregateState> states) {
        EarlierPage before = before(key, from);
        if (before.commits().isEmpty()) {
            keys++;
        }
        if (key instanceof Key.OfAggregate of) {
            if (before.commits().isEmpty()) {
                aggregates++;
            } else {
                stateIn(before.commits().get(0), of.aggregate()).ifPresent(state -> states.put(of.aggregate(), state));
            }
        }
        Set<SequenceNumber> found = positions(key, from, to);
        for (SequenceNumber position : expected) {
            if (!found.contains(position)) {
                found(position, "it is not found by its key " + key);
            }
        }
        for (SequenceNumber position : found) {
            if (!expected.contains(position)) {
                found(position, "it is found by " + key + ", which is not its key");
            }
        }
    }

    private EarlierPage before(Key key, SequenceNumber position) {
        SequenceNumber before = position;
        while (before.value() > 0) {
            EarlierPage page = store.waiting().await(store.logs().readBackByKeys(log, Set.of(key), before, ONE));
            if (!page.commits().isEmpty()) {
                return page;
            }
            before = page.next();
        }
        return EarlierPage.NOTHING;
    }

    private Set<SequenceNumber> positions(Key key, SequenceNumber from, SequenceNumber to) {
        Set<SequenceNumber> found = new LinkedHashSet<>();
        SequenceNumber next = from;
        while (next.isBefore(to)) {
            CommitPage page = store.waiting().await(store.logs().readByKeys(log, Set.of(key), next, PAGE));
            page.commits().stream()
                    .map(Commit::first)
                    .filter(first -> first.isBefore(to))
                    .forEach(found::add);
            if (page.next().equals(next)) {
                return found;
            }
            next = page.next();
        }
        return found;
    }

    private void checkVersions(Commit commit, Map<AggregateId, AggregateState> states) {
        Map<AggregateId, AggregateState> reached = new LinkedHashMap<>();
        for (int i = 0; i < commit.count(); i++) {
            AppliedBy by = commit.events().get(i).appliedBy();
            if (by == null) {
                continue;
            }
            AggregateState before = states.get(by.aggregate());
            AggregateState latestOne = reached.getOrDefault(by.aggregate(), before);
            AggregateVersion version = latestOne == null ? AggregateVersion.INITIAL : latestOne.next();
            if (!version.equals(by.version())) {
                found(
                        commit.numberOf(i),
                        "aggregate " + by.aggregate() + " should go on with version " + version + ", not "
                                + by.version());
            }
            long inCommits = before == null ? 1 : before.commits() + 1;
            reached.put(
                    by.aggregate(), new AggregateState(by.aggregate(), version.next(), inCommits, commit.numberOf(i)));
        }
        if (!Set.copyOf(commit.aggregates()).equals(Set.copyOf(reached.values()))) {
            found(
                    commit.first(),
                    "its aggregates should be left at " + reached.values() + ", not at " + commit.aggregates());
        }
        states.putAll(reached);
    }

    private void checkHead() {
        Head head = store.waiting().await(store.logs().head(log));
        Head expected = last == null ? Head.EMPTY : new Head(last.next(), last.id(), latest);
        if (!head.equals(expected)) {
            found(end, "its head should be " + expected + ", not " + head);
        }
    }

    private void checkAggregates() {
        long listed = 0;
        Bytes after = null;
        do {
            AggregatePage page = store.waiting().await(store.logs().aggregates(log, after, AGGREGATES));
            for (AggregateState state : page.aggregates()) {
                listed++;
                checkAggregate(state);
            }
            after = page.next();
        } while (after != null);
        if (listed != aggregates) {
            found(null, "it should list " + aggregates + " aggregates, not " + listed);
        }
    }

    private void checkAggregate(AggregateState listed) {
        AggregateId aggregate = listed.aggregate();
        Optional<AggregateState> expected = store.waiting()
                .await(store.logs().lastByKey(log, new Key.OfAggregate(aggregate)))
                .flatMap(commit -> stateIn(commit, aggregate));
        Optional<AggregateState> asked = store.waiting().await(store.logs().aggregate(log, aggregate));
        if (!expected.equals(Optional.of(listed)) || !expected.equals(asked)) {
            found(
                    listed.last(),
                    "aggregate " + aggregate + " should be where its last commit left it, " + expected
                            + ", but is listed as " + listed + " and found as " + asked);
        }
    }

    private static Optional<AggregateState> stateIn(Commit commit, AggregateId aggregate) {
        return commit.aggregates().stream()
                .filter(state -> state.aggregate().equals(aggregate))
                .findFirst();
    }

    private void found(@Nullable SequenceNumber position, String problem) {
        findings.found(log, position, problem);
    }
}
