package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.StorageUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a processor ends: it takes nothing more, waits for what is being handled, saves, and is over. Used inside the loop
 * only.
 */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    /** What ends. */
    interface Subject {
        /** Whether nothing is being handled. */
        boolean isIdle();

        /** Told once, when nothing is waited for any more and before the last save. */
        void letGo();

        /** Told once, at the very end. */
        void over();
    }

    private final Workplace at;
    private final Alarm alarm;
    private final Saving saving;
    private final Subject subject;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private @Nullable Instant graceEnds;
    private @Nullable Instant savingEnds;
    private @Nullable Throwable failure;
    private boolean over;

    Ending(Workplace at, Alarm alarm, Saving saving, Subject subject) {
        this.at = at;
        this.alarm = alarm;
        this.saving = saving;
        this.subject = subject;
    }

    /** Completes when it is over; fails if it ended for a reason of its own. Any thread may ask. */
    CompletionStage<Void> ended() {
        return ended;
    }

    boolean hasBegun() {
        return graceEnds != null || over;
    }

    boolean isOver() {
        return over;
    }

    void begin(Duration grace) {
        Instant until = at.clock().instant().plus(grace);
        if (graceEnds == null || until.isBefore(graceEnds)) {
            graceEnds = until;
        }
    }

    /** Ends in good order, since there is nothing more to come. */
    void beginFor(Throwable reason) {
        LOG.error("{} ends: {}", at, reason.toString());
        failure = reason;
        begin(at.settings().grace());
    }

    /** Ends at once and saves nothing, since what it holds may not be right. */
    void breakOff(Throwable reason) {
        if (!over) {
            if (reason instanceof TakenOver) {
                LOG.warn("{} stops without saving: {}", at, reason.getMessage());
            } else {
                LOG.error("{} ends without saving", at, reason);
            }
            failure = reason;
            finish();
        }
    }

    void goOn() {
        if (over || graceEnds == null) {
            return;
        }
        Instant now = at.clock().instant();
        if (savingEnds == null) {
            if (!subject.isIdle() && now.isBefore(graceEnds)) {
                alarm.at(graceEnds);
                return;
            }
            beginSaving(now);
        } else if (!now.isBefore(savingEnds)) {
            LOG.warn("{} ends before its position could be saved; what it did last is delivered again", at);
            finish();
        } else {
            alarm.at(savingEnds);
        }
    }

    private void beginSaving(Instant now) {
        Instant ends = now.plus(at.settings().grace());
        savingEnds = ends;
        alarm.at(ends);
        subject.letGo();
        CompletionStage<Void> unused = saving.save().whenComplete((saved, unsaved) -> {
            if (unsaved == null || unsaved instanceof StorageUnavailable) {
                finish();
            }
        });
    }

    private void finish() {
        if (over) {
            return;
        }
        over = true;
        alarm.cancel();
        subject.over();
        if (failure == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(failure);
        }
    }
}
