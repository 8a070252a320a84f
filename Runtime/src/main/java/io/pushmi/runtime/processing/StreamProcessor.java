package io.pushmi.runtime.processing;

import io.pushmi.runtime.processing.HeldState.Change;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One processor of one tenant at work. What it does with its events is its kind's affair; this is what all have in common:
 * the loop in which everything happens, where it is, that this is saved, and how it ends.
 */
abstract class StreamProcessor
        implements Handling.Owner, Saving.Subject, Ending.Subject, Moving.Subject, Skipping.Subject, Awaiting.Subject {
    private final Workplace at;
    private final Loop loop = new Loop(this::goOn, this::broken);
    private final Alarm alarm;
    private final Saving saving;
    private final Ending ending;
    private final Frontier frontier;
    private final Wanted wanted;
    private final Operating operating;
    private final StreamPositions positions;
    private final HeldState document;
    private final Runnable whenRoom;
    private long edition;
    private long run;
    private final Fence fence;
    private @Nullable Instant lastHandled;
    private boolean started;
    private boolean full;
    private boolean deserted;

    StreamProcessor(Workplace at, Beginning.Found found) {
        this.at = at;
        this.document = found.document();
        this.whenRoom = () -> loop.run(this::room);
        this.alarm = new Alarm(at.clock(), at.timer(), loop);
        this.saving = new Saving(at, loop, alarm, this, this::failed);
        this.ending = new Ending(at, alarm, saving, this);
        this.wanted = found.wanted();
        WantedEvents events = new WantedEvents(at.storage(), at.logId(), wanted);
        this.positions = new StreamPositions(events);
        SavedPosition position = found.position();
        this.edition = position.edition();
        this.run = position.run();
        this.fence = position.fence();
        this.lastHandled = position.lastHandled();
        positions.restart(position.next().value(), position.streamPosition());
        Source source = new Source(at.log(), found.wanted().keys(), loop, reason -> ending().beginFor(reason));
        this.frontier = new Frontier(source, wanted, positions, position.next(), position.streamPosition());
        this.operating = new Operating(this, saving, events, positions);
    }

    static StreamProcessor of(Workplace at, Beginning.Found found) {
        return at.definition().partitioned() ? new PartitionedProcessor(at, found) : new SequentialProcessor(at, found);
    }

    /** From any thread. */
    final void start() {
        loop.run(() -> started = true);
    }

    /** Ends in good order, as {@link Registration#stop} says. From any thread. */
    final CompletionStage<Void> stop(Duration grace) {
        loop.run(() -> {
            started = true;
            ending.begin(grace);
        });
        return ending.ended();
    }

    /** Ends at once and saves nothing. From any thread. */
    final void breakOff(TakenOver reason) {
        loop.run(() -> ending.breakOff(reason));
    }

    final CompletionStage<Void> ended() {
        return ending.ended();
    }

    /** What operators may do with it. */
    final Operating operating() {
        return operating;
    }

    /** Delivers what can be delivered now. */
    abstract void deliver();

    /** Lets go of what was fetched and not delivered yet: it may have been erased, and is read again. */
    abstract void forgetWaiting();

    /** Told the outcome of what was offered, but {@link Outcome.Unanswered}. */
    abstract void settled(Handling handling, Outcome outcome);

    /** Told that nobody knows whether the event was handled. */
    abstract void unanswered(Handling handling);

    /** Lets the event that a partition fails at be delivered now. Why it cannot be, or null. */
    abstract @Nullable String retryNow(PartitionId partition);

    /** How many events before the watermark the processor gets. */
    abstract long watermarkStreamPosition();

    /** Forgets what is in hand and in trouble. */
    abstract void forget(long newRun);

    @Override
    public final void moveTo(SequenceNumber to, long streamPosition) {
        edition = at.target().edition();
        run++;
        wanted.openFrom(to);
        positions.restart(to.value(), streamPosition);
        frontier.moveTo(to, streamPosition);
        forget(run);
    }

    /** How it stands, but for its lag. */
    final ProcessorStatus standing() {
        return new ProcessorStatus(
                at.definition().id(),
                at.tenant(),
                watermark(),
                watermarkStreamPosition(),
                at.definition().partitioned(),
                lastHandled,
                troubled(),
                ProcessorStatus.Lag.NONE);
    }

    @Override
    public final void answered(Handling handling, Outcome outcome) {
        if (ending.isOver()) {
            return;
        }
        letGoOfErased();
        if (outcome instanceof Outcome.Unanswered) {
            deserted = true;
            unanswered(handling);
        } else {
            if (outcome instanceof Outcome.Succeeded) {
                lastHandled = at.clock().instant();
            }
            settled(handling, outcome);
        }
    }

    /** Offers the event; if there is no room the processor goes on when there is. */
    final boolean offer(Handling handling, Delivery.@Nullable Repetition repetition) {
        CommittedEvent event = handling.event();
        Delivery delivery = new Delivery(
                event,
                at.definition().id().scope(),
                partitionOf(event),
                at.definition().partitioned(),
                handling.streamPosition(),
                repetition);
        if (at.target().offer(delivery, handling, whenRoom)) {
            handling.handedOver();
            return true;
        }
        full = true;
        return false;
    }

    static PartitionId partitionOf(CommittedEvent event) {
        EventSourceId source = event.event().source();
        return new PartitionId(source == null ? "" : source.value());
    }

    final boolean mayOffer() {
        return !full && !deserted && !ending.hasBegun() && !operating.moving().isUnderWay();
    }

    final Change saved(@Nullable PartitionStatus failing) {
        SavedPosition position =
                new SavedPosition(watermark(), watermarkStreamPosition(), edition, run, lastHandled, failing, fence);
        return new Change(document, position.encode());
    }

    final Workplace at() {
        return at;
    }

    final Loop loop() {
        return loop;
    }

    final Alarm alarm() {
        return alarm;
    }

    final Ending ending() {
        return ending;
    }

    final StreamPositions positions() {
        return positions;
    }

    final Frontier frontier() {
        return frontier;
    }

    @Override
    public void over() {
        frontier.rest();
        operating.end();
        at.target().end();
    }

    private void goOn() {
        if (!started || ending.isOver()) {
            return;
        }
        letGoOfErased();
        if (mayOffer()) {
            deliver();
        }
        operating.goOn();
        ending.goOn();
        if (!ending.isOver() && !operating.moving().isRewinding()) {
            saving.goOn();
        }
    }

    private void letGoOfErased() {
        if (frontier.isStale()) {
            forgetWaiting();
        }
    }

    private void room() {
        full = false;
    }

    private void failed(Throwable reason) {
        ending.breakOff(reason);
    }

    private void broken(Throwable reason) {
        ending.breakOff(reason);
    }
}
