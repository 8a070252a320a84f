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
abstract class StreamProcessor implements Handling.Owner, Saving.Subject, Ending.Subject {
    private final Workplace at;
    private final Loop loop = new Loop(this::goOn, this::broken);
    private final Alarm alarm;
    private final Saving saving;
    private final Ending ending;
    private final Frontier frontier;
    private final WantedEvents events;
    private final StreamPositions positions;
    private final HeldState document;
    private final Runnable whenRoom = () -> loop.run(this::room);
    private final long edition;
    private final long run;
    private @Nullable Instant lastHandled;
    private boolean started;
    private boolean full;
    private boolean deserted;

    StreamProcessor(Workplace at, Beginning.Found found) {
        this.at = at;
        this.document = found.document();
        this.alarm = new Alarm(at.clock(), at.timer(), loop);
        this.saving = new Saving(at, loop, alarm, this, this::failed);
        this.ending = new Ending(at, alarm, saving, this);
        this.events = new WantedEvents(at.storage(), at.logId(), found.wanted());
        this.positions = new StreamPositions(events);
        SavedPosition position = found.position();
        this.edition = position.edition();
        this.run = position.run();
        this.lastHandled = position.lastHandled();
        positions.restart(position.next().value(), position.streamPosition());
        Source source = new Source(at.log(), found.wanted().keys(), loop, reason -> ending().beginFor(reason));
        this.frontier = new Frontier(source, found.wanted(), positions, position.next(), position.streamPosition());
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

    final CompletionStage<Void> ended() {
        return ending.ended();
    }

    /** Delivers what can be delivered now. */
    abstract void deliver();

    /** Told the outcome of what was offered, but {@link Outcome.Unanswered}. */
    abstract void settled(Handling handling, Outcome outcome);

    /** Told that nobody knows whether the event was handled. */
    abstract void unanswered(Handling handling);

    @Override
    public final void answered(Handling handling, Outcome outcome) {
        if (ending.isOver()) {
            return;
        }
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
        return !full && !deserted && !ending.hasBegun();
    }

    final Change savedAt(SequenceNumber next, long streamPosition, @Nullable PartitionStatus failing) {
        SavedPosition position = new SavedPosition(next, streamPosition, edition, run, lastHandled, failing);
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
    }

    private void goOn() {
        if (!started || ending.isOver()) {
            return;
        }
        if (mayOffer()) {
            deliver();
        }
        ending.goOn();
        if (!ending.isOver()) {
            saving.goOn();
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
