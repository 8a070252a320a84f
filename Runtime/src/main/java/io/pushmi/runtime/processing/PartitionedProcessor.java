package io.pushmi.runtime.processing;

import io.pushmi.runtime.processing.PartitionStatus.State;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A processor that gets the events of each partition in order, and those of several partitions at a time. It goes past a
 * partition that fails or is slow, and catches that up later, see {@link CatchUp}.
 */
final class PartitionedProcessor extends StreamProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionedProcessor.class);

    private final int concurrency;
    private final int most;
    private final Window window = new Window();
    private final Map<PartitionId, Lane> lanes = new HashMap<>();
    private final Queue<Lane> roomless = new ArrayDeque<>();
    private final TroubledPartitions partitions;
    private final CatchUp catchUp;
    private int delivering;
    private int done;
    private boolean isTroubledsTurn;
    private boolean isAtLimit;
    private SequenceNumber lastNext;

    PartitionedProcessor(Workplace at, Beginning.Found found) {
        super(at, found);
        most = at.settings().window();
        concurrency = Math.min(at.definition().concurrency(), Math.max(1, most / 2));
        partitions = new TroubledPartitions(at, found);
        catchUp = new CatchUp(this, found.wanted(), positions(), partitions);
        lastNext = found.position().next();
    }

    @Override
    void deliver() {
        for (Lane lane = roomless.peek(); lane != null && mayOffer(); lane = roomless.peek()) {
            roomless.remove();
            deliver(lane);
        }
        boolean goesOn = true;
        while (goesOn && mayOffer()) {
            goesOn = (!isFull() && catchUp.offerFound()) || (mayOffer() && isAnyPlaceFree() && takeTurn());
        }
    }

    private boolean isAnyPlaceFree() {
        return lanes.size() + catchUp.serving() < concurrency;
    }

    /** New events and troubled partitions both get on: one place at least is for either, or the only one alternates. */
    private boolean takeTurn() {
        boolean isFirst = concurrency == 1 ? isTroubledsTurn : catchUp.serving() < concurrency - 1;
        if (isFirst && catchUp.serveNext()) {
            isTroubledsTurn = false;
            return true;
        }
        isTroubledsTurn = true;
        return takeNew() || (concurrency == 1 && !isFirst && catchUp.serveNext());
    }

    private boolean takeNew() {
        if (isFull() || isAtLimit() || !frontier().findNext()) {
            return false;
        }
        CommittedEvent event =
                new CommittedEvent(frontier().commit(), frontier().index());
        PartitionId partition = partitionOf(event);
        Troubled troubled = partitions.get(partition);
        if (troubled != null) {
            troubled.passed(frontier().position().value());
            frontier().pass();
            return true;
        }
        Handling next = new Handling(loop(), this, event, frontier().streamPosition());
        Lane busy = lanes.get(partition);
        if (busy == null) {
            Lane lane = new Lane(partition, next);
            lanes.put(partition, lane);
            window.add(next);
            frontier().pass();
            deliver(lane);
        } else if (busy.isFull()) {
            park(busy);
        } else {
            busy.add(next);
            window.add(next);
            frontier().pass();
        }
        parkWhoIsBehind();
        return true;
    }

    private void deliver(Lane lane) {
        if (lane.isClosed()) {
            return;
        }
        delivering++;
        if (!offer(lane.current(), null)) {
            delivering--;
            roomless.add(lane);
        }
    }

    @Override
    void forgetWaiting() {
        frontier().rest();
        List.copyOf(lanes.values()).stream().filter(Lane::holdsWaiting).forEach(this::park);
    }

    @Override
    void settled(Handling handling, Outcome outcome) {
        if (handling.troubled() != null) {
            catchUp.answered(handling, outcome);
            done++;
            return;
        }
        Lane lane = handling.lane();
        if (lane == null || lane.isClosed() || handling.isDone()) {
            return;
        }
        delivering--;
        done++;
        if (outcome instanceof Outcome.Failed failed) {
            Instant now = at().clock().instant();
            partitions.await(trouble(lane, FailedAttempt.of(handling, lane.partition(), failed, 1, now)));
            return;
        }
        handling.done();
        if (!lane.goOn()) {
            lanes.remove(lane.partition());
        } else if (mayOffer()) {
            deliver(lane);
        } else {
            roomless.add(lane);
        }
    }

    @Override
    void unanswered(Handling handling) {
        if (handling.troubled() == null) {
            delivering--;
        } else {
            catchUp.unanswered();
        }
    }

    private void parkWhoIsBehind() {
        Handling oldest = window.oldest();
        while (oldest != null && window.span() > Math.max(1, most / 2) && !isAtLimit()) {
            park(laneOf(oldest));
            oldest = window.oldest();
        }
    }

    private void park(Lane lane) {
        Handling current = lane.current();
        boolean isDelivered = current.isHandedOver();
        Troubled troubled = trouble(
                lane,
                new PartitionStatus(
                        lane.partition(),
                        new SequenceNumber(current.position()),
                        current.streamPosition(),
                        State.PARKED,
                        Troubled.BEHIND,
                        0,
                        null,
                        null));
        if (isDelivered) {
            delivering--;
            catchUp.takeOver(troubled, current);
        } else {
            partitions.await(troubled);
        }
    }

    /** From now on the events of the lane are those of a troubled partition. */
    private Troubled trouble(Lane lane, PartitionStatus status) {
        Troubled troubled = partitions.add(status);
        for (Handling handling : lane.close()) {
            troubled.passed(handling.position());
            handling.done();
        }
        lanes.remove(lane.partition());
        return troubled;
    }

    private static Lane laneOf(Handling handling) {
        Lane lane = handling.lane();
        if (lane == null) {
            throw new IllegalStateException("the event at " + handling.position() + " is in no lane");
        }
        return lane;
    }

    private boolean isAtLimit() {
        boolean isNow = partitions.countBehind() >= at().settings().troubled();
        if (isNow && !isAtLimit) {
            LOG.warn(
                    "{} has {} failing or parked partitions, the most it may have: it waits until there are fewer",
                    at(),
                    partitions.count());
        }
        isAtLimit = isNow;
        return isNow;
    }

    private int atRisk() {
        return window.atRisk() + partitions.atRisk() + catchUp.delivering();
    }

    @Override
    public boolean isIdle() {
        return delivering + catchUp.delivering() == 0;
    }

    /** What is done behind something that is not would be repeated: what is not is remembered apart. */
    @Override
    public void letGo() {
        for (Handling oldest = window.oldest(); oldest != null && window.hasGaps(); oldest = window.oldest()) {
            park(laneOf(oldest));
        }
    }

    @Override
    public boolean isChanged() {
        return partitions.isChanged() || !lastNext.equals(watermark());
    }

    @Override
    public int done() {
        return done;
    }

    @Override
    public boolean isFull() {
        return atRisk() >= most;
    }

    @Override
    public Saving.Snapshot snapshot() {
        lastNext = watermark();
        int left = window.unsaved();
        done = 0;
        return partitions.snapshot(lastNext, saved(null), () -> window.saved(left));
    }

    @Override
    public SequenceNumber watermark() {
        Handling oldest = window.oldest();
        return oldest == null ? frontier().position() : new SequenceNumber(oldest.position());
    }

    @Override
    long watermarkStreamPosition() {
        Handling oldest = window.oldest();
        return oldest == null ? frontier().streamPosition() : oldest.streamPosition();
    }

    @Override
    void forget(long newRun) {
        window.clear();
        lanes.clear();
        roomless.clear();
        catchUp.clear();
        partitions.drop(newRun);
    }

    @Override
    @Nullable
    String retryNow(PartitionId partition) {
        return partitions.retryNow(partition);
    }

    @Override
    public @Nullable String obstacle(PartitionId partition, SequenceNumber position) {
        return partitions.obstacle(partition, position);
    }

    @Override
    public void hold(PartitionId partition) {
        partitions.hold(partition);
    }

    @Override
    public void release(PartitionId partition, boolean without) {
        partitions.release(partition, without);
    }

    @Override
    public List<PartitionStatus> troubled() {
        return partitions.statuses();
    }

    @Override
    public long troubles() {
        return partitions.troubles();
    }
}
