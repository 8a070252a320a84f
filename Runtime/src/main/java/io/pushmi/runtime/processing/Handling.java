package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.CommittedEvent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One event that a processor has taken in hand, from when it is found until it is answered. Changed inside the loop only. */
final class Handling implements Consumer<Outcome>, Runnable {
    /** Who is told the outcome, inside the loop. */
    interface Owner {
        void answered(Handling handling, Outcome outcome);
    }

    private final Loop loop;
    private final Owner owner;
    private final long position;
    private final long streamPosition;
    private @Nullable CommittedEvent event;
    private @Nullable Outcome outcome;
    private @Nullable Lane lane;
    private @Nullable Troubled troubled;
    private boolean done;
    private boolean handedOver;

    Handling(Loop loop, Owner owner, CommittedEvent event, long streamPosition) {
        this.loop = loop;
        this.owner = owner;
        this.event = event;
        this.position = event.sequenceNumber().value();
        this.streamPosition = streamPosition;
    }

    long position() {
        return position;
    }

    long streamPosition() {
        return streamPosition;
    }

    /** The event, until it is handed over. */
    CommittedEvent event() {
        if (event == null) {
            throw new IllegalStateException("the event at " + position + " is handed over");
        }
        return event;
    }

    void goesIn(Lane own) {
        lane = own;
    }

    /** The lane that it was taken in, if it was. */
    @Nullable
    Lane lane() {
        return lane;
    }

    void belongsTo(Troubled partition) {
        troubled = partition;
    }

    /** The troubled partition that its outcome counts for, if its partition is. */
    @Nullable
    Troubled troubled() {
        return troubled;
    }

    /** The position need not wait for it any more. */
    void done() {
        done = true;
        event = null;
    }

    boolean isDone() {
        return done;
    }

    /** The target has it now, so that it need not be kept here. */
    void handedOver() {
        event = null;
        handedOver = true;
    }

    boolean isHandedOver() {
        return handedOver;
    }

    /** The target's answer, on any thread. */
    @Override
    public void accept(Outcome answer) {
        outcome = answer;
        loop.run(this);
    }

    @Override
    public void run() {
        Outcome answer = outcome;
        outcome = null;
        if (answer != null) {
            owner.answered(this, answer);
        }
    }
}
