package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.Simulation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The members of a simulated replica set, who of them takes writes, and how what one took gets to the others: everything
 * that a majority has stays, everything else may be rolled back. All of it happens in tasks of the {@link Simulation}.
 */
final class ReplicaSet {
    private final Simulation simulation;
    private final Random random;
    private final List<Member> members = new ArrayList<>();
    private final List<Runnable> hints = new ArrayList<>();
    private @Nullable Member isolated;
    private long clock;
    private final Map<Happening, Integer> happenings = new EnumMap<>(Happening.class);

    /** With one member it is a server of its own, which has nobody to wait for. */
    ReplicaSet(Simulation simulation, Random random, int size) {
        this.simulation = simulation;
        this.random = random;
        for (int i = 0; i < size; i++) {
            members.add(new Member(i));
        }
        Member first = members.get(0);
        members.forEach(member -> member.vote(1));
        first.elect(1);
        first.writeNothing(tick());
        replicate();
    }

    List<Member> members() {
        return members;
    }

    boolean isAlone() {
        return members.size() == 1;
    }

    /** Counts it. */
    void happened(Happening happening) {
        happenings.merge(happening, 1, Integer::sum);
    }

    Map<Happening, Integer> happenings() {
        return happenings;
    }

    /** Later than any time before. */
    long tick() {
        return ++clock;
    }

    /** The primary that was elected last, if it still is one. */
    @Nullable
    Member primary() {
        return members.stream()
                .filter(Member::isPrimary)
                .max(Comparator.comparingLong(Member::term))
                .orElse(null);
    }

    /** A member that takes itself for the primary though another one was elected since. */
    @Nullable
    Member deposed() {
        Member primary = primary();
        return members.stream()
                .filter(member -> member.isPrimary() && member != primary)
                .findAny()
                .orElse(null);
    }

    /** The one that knows most of what a majority has: nothing of that is ever rolled back. */
    Member mostCommitted() {
        return members.stream().max(Comparator.comparingInt(Member::committed)).orElseThrow();
    }

    void onCommitted(Runnable hint) {
        hints.add(hint);
    }

    /** The primary gives up, and another election follows. */
    void stepDown() {
        Member primary = primary();
        if (primary != null && !isAlone()) {
            primary.stepDown();
            simulation.execute(this::elect);
        }
    }

    /** The primary is cut off from the other members, not from clients, and the others elect one of themselves. */
    void isolate() {
        Member primary = primary();
        if (primary != null && isolated == null && !isAlone()) {
            isolated = primary;
            simulation.execute(this::elect);
        }
    }

    /** Everybody hears of everybody again. */
    void heal() {
        isolated = null;
        if (primary() == null) {
            elect();
        }
        members.forEach(member -> simulation.execute(() -> learnOfElections(member)));
        replicate();
    }

    private void elect() {
        Member primary = primary();
        if (primary != null && primary != isolated) {
            return;
        }
        List<Member> able =
                members.stream().filter(member -> member != isolated).toList();
        Member candidate = able.get(random.nextInt(able.size()));
        List<Member> voters = able.stream()
                .filter(member -> member != candidate && member.isNotAheadOf(candidate))
                .toList();
        if (voters.isEmpty()) {
            simulation.execute(this::elect);
            return;
        }
        long term = 1 + members.stream().mapToLong(Member::term).max().orElseThrow();
        voters.get(random.nextInt(voters.size())).vote(term);
        candidate.elect(term);
        candidate.writeNothing(tick());
        happened(Happening.ELECTION);
        able.forEach(member -> simulation.execute(() -> learnOfElections(member)));
        replicate();
    }

    private void learnOfElections(Member member) {
        long term = members.stream()
                .filter(other -> other != isolated)
                .mapToLong(Member::term)
                .max()
                .orElseThrow();
        if (member != isolated && member.term() < term) {
            member.vote(term);
            if (primary() == null) {
                simulation.execute(this::elect);
            }
        }
        simulation.execute(() -> pull(member));
    }

    /** Hands on what the primary took, at some later point. */
    void replicate() {
        for (Member member : members) {
            simulation.execute(isAlone() ? this::advance : () -> pull(member));
        }
    }

    private void pull(Member member) {
        Member primary = primary();
        if (primary == null || member == primary || member == isolated || primary == isolated) {
            return;
        }
        if (primary.term() < member.term()) {
            learnOfElections(primary);
            return;
        }
        if (member.term() < primary.term()) {
            member.vote(primary.term());
        }
        if (member.pull(primary, 1 + random.nextInt(4))) {
            happened(Happening.ROLLBACK);
        }
        if (member.oplog().size() < primary.oplog().size()) {
            simulation.execute(() -> pull(member));
        }
        simulation.execute(this::advance);
    }

    /** The primary finds out how much of what it wrote in its own term a majority has by now. */
    private void advance() {
        Member primary = primary();
        if (primary == null || primary == isolated) {
            return;
        }
        int length = primary.oplog().size();
        while (length > primary.committed() && !isWithMajority(primary, length - 1)) {
            length--;
        }
        // What an older term left behind is only safe once something of this term is with a majority.
        if (length > primary.committed() && primary.oplog().get(length - 1).term() == primary.term()) {
            primary.learnCommitted(length);
            hints.forEach(simulation::execute);
            members.stream()
                    .filter(member -> member != primary)
                    .forEach(member -> simulation.execute(() -> pull(member)));
        }
    }

    private boolean isWithMajority(Member primary, int index) {
        OplogEntry entry = Objects.requireNonNull(primary.oplog().get(index));
        long having =
                members.stream().filter(member -> member.has(index, entry)).count();
        return having * 2 > members.size();
    }
}
