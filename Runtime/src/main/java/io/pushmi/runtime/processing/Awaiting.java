package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who wait until a processor is done with everything up to a position. Nobody is looked at before the processor is
 * beyond the last event that matters to him. Used inside the loop only.
 */
final class Awaiting {
    private static final Logger LOG = LoggerFactory.getLogger(Awaiting.class);

    private static final Duration LONGEST = Duration.ofDays(365);

    /** What is waited for. */
    interface Subject {
        /** Everything before is done, troubled partitions apart. */
        SequenceNumber watermark();

        /** The troubled partitions. */
        List<PartitionStatus> troubled();

        /** Counts what happens to troubled partitions. */
        long troubles();
    }

    private final Workplace at;
    private final Loop loop;
    private final Subject subject;
    private final PriorityQueue<Waiter> waiting = new PriorityQueue<>(Comparator.comparing(waiter -> waiter.beyond));
    private final List<Waiter> troubled = new ArrayList<>();
    private long troubles = -1;

    Awaiting(Workplace at, Loop loop, Subject subject) {
        this.at = at;
        this.loop = loop;
        this.subject = subject;
    }

    /**
     * Waits.
     *
     * @param beyond where the processor has to come to at least
     * @param result told what came of it
     */
    void begin(
            SequenceNumber position, SequenceNumber beyond, Duration longest, CompletableFuture<AwaitResult> result) {
        Duration delay = longest.compareTo(LONGEST) < 0 ? longest : LONGEST;
        Waiter waiter = new Waiter(position, beyond, result);
        waiting.add(waiter);
        try {
            waiter.timeout =
                    at.timer().schedule(() -> loop.run(() -> giveUp(waiter)), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("The Runtime is stopping: {}", stopped.toString());
        }
    }

    void goOn() {
        if (waiting.isEmpty() && troubled.isEmpty()) {
            return;
        }
        SequenceNumber watermark = subject.watermark();
        boolean isNew = false;
        for (Waiter first = waiting.peek();
                first != null && !watermark.isBefore(first.beyond);
                first = waiting.peek()) {
            troubled.add(waiting.remove());
            isNew = true;
        }
        if (!troubled.isEmpty() && (isNew || troubles != subject.troubles())) {
            troubles = subject.troubles();
            SequenceNumber first = firstTroubled();
            troubled.removeIf(waiter -> waiter.isHandled(first));
        }
    }

    /** Nobody is told anything more by this processor. */
    void end() {
        waiting.forEach(waiter -> waiter.tell(new AwaitResult.NotConnected()));
        troubled.forEach(waiter -> waiter.tell(new AwaitResult.NotConnected()));
        waiting.clear();
        troubled.clear();
    }

    private @Nullable SequenceNumber firstTroubled() {
        List<PartitionStatus> statuses = subject.troubled();
        return statuses.isEmpty() ? null : statuses.get(0).position();
    }

    private void giveUp(Waiter waiter) {
        if (waiting.remove(waiter) || troubled.remove(waiter)) {
            waiter.tell(new AwaitResult.NotInTime(subject.troubled().stream()
                    .filter(status -> status.position().compareTo(waiter.position) <= 0)
                    .toList()));
        }
    }

    private static final class Waiter {
        private final SequenceNumber position;
        private final SequenceNumber beyond;
        private final CompletableFuture<AwaitResult> result;
        private @Nullable Future<?> timeout;

        Waiter(SequenceNumber position, SequenceNumber beyond, CompletableFuture<AwaitResult> result) {
            this.position = position;
            this.beyond = beyond;
            this.result = result;
        }

        boolean isHandled(@Nullable SequenceNumber firstTroubled) {
            if (firstTroubled != null && firstTroubled.compareTo(position) <= 0) {
                return false;
            }
            tell(new AwaitResult.Handled());
            return true;
        }

        void tell(AwaitResult what) {
            if (timeout != null) {
                timeout.cancel(false);
            }
            result.complete(what);
        }
    }
}
