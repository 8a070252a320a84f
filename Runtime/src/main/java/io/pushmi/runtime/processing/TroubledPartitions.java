package io.pushmi.runtime.processing;

import io.pushmi.runtime.processing.HeldState.Change;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateDocument;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The troubled partitions of a processor: which there are, whose turn it is, and what is saved of them. In the loop only. */
final class TroubledPartitions {
    private final Workplace at;
    private final long fence;
    private long run;
    private final Map<PartitionId, Troubled> all = new HashMap<>();
    private final Queue<Troubled> ready = new ArrayDeque<>();
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparing(Waiting::until));
    private final PriorityQueue<Ahead> ahead = new PriorityQueue<>(Comparator.comparingLong(Ahead::position));
    private int count;
    private int atRisk;
    private int changed;
    private long troubles;

    /** One that has to wait; no more if it is not the same any more by then. */
    private record Waiting(Troubled troubled, int version, Instant until) {}

    /** One that is further than its processor. */
    private record Ahead(Troubled troubled, long position) {}

    TroubledPartitions(Workplace at, Beginning.Found found) {
        this.at = at;
        this.run = found.position().run();
        this.fence = found.position().fence().number();
        for (StateDocument document : found.documents()) {
            SavedPartition saved = SavedPartition.decode(document);
            HeldState held = new HeldState(document.name(), document.revision(), this::isLate);
            boolean counts = saved.countsFor(found.position());
            Troubled troubled = counts
                    ? Troubled.saved(saved.status(), held, found.position().next())
                    : Troubled.stale(saved.status(), held);
            all.put(troubled.partition(), troubled);
            if (counts) {
                count++;
                await(troubled);
            } else {
                changed++;
            }
        }
    }

    /** Whether a former holder of the lease wrote it after its partitions were taken over. */
    private boolean isLate(StateDocument document) {
        return SavedPartition.decode(document).fence() < fence;
    }

    /** How many partitions are troubled. */
    int count() {
        return count;
    }

    /** How many of them are not just waiting for the processor to come to where they are. */
    int countBehind() {
        return count - ahead.size();
    }

    /** How many of their events are done and not saved. */
    int atRisk() {
        return atRisk;
    }

    /** Whether something was changed since the last snapshot. */
    boolean isChanged() {
        return changed > 0;
    }

    /** The partition, if it is troubled. */
    @Nullable
    Troubled get(PartitionId partition) {
        Troubled troubled = all.get(partition);
        return troubled == null || troubled.hasRecovered() ? null : troubled;
    }

    /** The partition is in trouble, whether it was before or not. */
    Troubled add(PartitionStatus status) {
        Troubled known = all.get(status.partition());
        if (known == null) {
            known = new Troubled(
                    status,
                    new HeldState(
                            SavedPartition.nameOf(at.tenant(), at.definition().id(), status.partition()),
                            Revision.ABSENT,
                            this::isLate));
            all.put(status.partition(), known);
            count++;
        } else if (known.hasRecovered()) {
            count++;
        }
        known.now(status);
        changed();
        return known;
    }

    /** It gets its turn when it is due: a failing one at its time, any other as soon as possible. */
    void await(Troubled troubled) {
        Instant next = troubled.status().nextTry();
        if (!troubled.isFailing()) {
            ready.add(troubled);
        } else if (next != null) {
            waiting.add(new Waiting(troubled, troubled.version(), next));
        }
    }

    void awaitUntil(Troubled troubled, Instant until) {
        waiting.add(new Waiting(troubled, troubled.version(), until));
    }

    /** It is further than its processor, and has to be met. */
    void awaitFrontier(Troubled troubled) {
        ahead.add(new Ahead(troubled, troubled.passedTo()));
    }

    /** Whose turn it is now; null if nobody's. */
    @Nullable
    Troubled next(SequenceNumber frontier, Alarm alarm) {
        while (!ahead.isEmpty() && ahead.element().position() <= frontier.value()) {
            ready.add(ahead.remove().troubled());
        }
        Instant now = waiting.isEmpty() ? null : at.clock().instant();
        for (Waiting first = waiting.peek(); first != null && now != null; first = waiting.peek()) {
            if (now.isBefore(first.until())) {
                alarm.at(first.until());
                break;
            }
            waiting.remove();
            if (first.version() == first.troubled().version()) {
                ready.add(first.troubled());
            }
        }
        Troubled next = ready.poll();
        while (next != null && (next.hasRecovered() || next.isHeld() || next.isServed())) {
            next = ready.poll();
        }
        return next;
    }

    /** A partition is not what it was. */
    void changed() {
        changed++;
        troubles++;
    }

    /** Counts what happens to them. */
    long troubles() {
        return troubles;
    }

    /** All of them are forgotten, and their documents are only there to be removed. */
    void drop(long newRun) {
        run = newRun;
        all.values().forEach(Troubled::drop);
        ready.clear();
        waiting.clear();
        ahead.clear();
        count = 0;
        changed();
    }

    void handled(Troubled troubled) {
        troubled.handled();
        atRisk++;
        changed();
    }

    void recovered(Troubled troubled) {
        troubled.recovered();
        count--;
        changed();
    }

    /** Lets a failing one be due now. Why it cannot be, or null. */
    @Nullable
    String retryNow(PartitionId partition) {
        Troubled troubled = get(partition);
        if (troubled == null || !troubled.isFailing()) {
            return notFailing(partition);
        }
        if (!troubled.isServed() && !troubled.isHeld()) {
            troubled.retryAt(at.clock().instant());
            changed();
            await(troubled);
        }
        return null;
    }

    /** Why the event cannot be given up now; null if it can. */
    @Nullable
    String obstacle(PartitionId partition, SequenceNumber position) {
        Troubled troubled = get(partition);
        if (troubled == null || !troubled.isFailing()) {
            return notFailing(partition);
        }
        if (!troubled.status().position().equals(position)) {
            return "partition '" + partition.value() + "' of " + at + " is failing at the event "
                    + troubled.status().position() + ", not at " + position;
        }
        return troubled.isServed() || troubled.isHeld()
                ? "partition '" + partition.value() + "' of " + at + " is just handling the event " + position
                : null;
    }

    void hold(PartitionId partition) {
        Troubled troubled = get(partition);
        if (troubled != null) {
            troubled.held(true);
        }
    }

    /** Goes on with the event that was kept back, or behind it. */
    void release(PartitionId partition, boolean without) {
        Troubled troubled = get(partition);
        if (troubled == null) {
            return;
        }
        troubled.held(false);
        if (without) {
            PartitionStatus status = troubled.status();
            troubled.passedBy(status.position().value(), status.streamPosition());
        }
        changed();
        await(troubled);
    }

    private String notFailing(PartitionId partition) {
        return "partition '" + partition.value() + "' of " + at + " is not failing";
    }

    List<PartitionStatus> statuses() {
        return all.values().stream()
                .filter(troubled -> !troubled.hasRecovered())
                .map(Troubled::status)
                .sorted(Comparator.comparing(PartitionStatus::position))
                .toList();
    }

    /** What one partition was when it was to be saved. */
    private record Saved(Troubled troubled, int version, int atRisk, boolean goes) {}

    /** What is to be saved together with a position of the processor. */
    Saving.Snapshot snapshot(SequenceNumber position, Change processor, Runnable andThen) {
        List<Change> partitions = new ArrayList<>();
        List<Change> superfluous = new ArrayList<>();
        List<Saved> saved = new ArrayList<>();
        for (Troubled troubled : all.values()) {
            boolean goes = troubled.hasRecovered() && troubled.passedTo() <= position.value();
            if (goes || troubled.isChanged()) {
                saved.add(new Saved(troubled, troubled.version(), troubled.atRisk(), goes));
            }
            if (goes && troubled.document().exists()) {
                superfluous.add(new Change(troubled.document(), null));
            } else if (!goes && troubled.isChanged()) {
                partitions.add(
                        new Change(troubled.document(), new SavedPartition(troubled.status(), run, fence).encode()));
            }
        }
        changed = 0;
        return new Saving.Snapshot(partitions, processor, superfluous, () -> {
            saved.forEach(this::saved);
            andThen.run();
        });
    }

    private void saved(Saved saved) {
        Troubled troubled = saved.troubled();
        troubled.atRiskNoMore(saved.atRisk());
        atRisk -= saved.atRisk();
        if (!saved.goes()) {
            troubled.saved(saved.version());
        } else if (troubled.hasRecovered()) {
            all.remove(troubled.partition(), troubled);
        } else {
            troubled.unsaved();
            changed++;
        }
    }
}
