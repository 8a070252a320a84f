package io.pushmi.benchmarks;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/**
 * Counts what a stream brings until the limit is reached, and times how long each message was waited for. What comes
 * afterwards does not count. The time begins when this is made.
 */
final class Countdown implements Received {
    private static final long LONGEST = Duration.ofMinutes(10).toNanos();
    private static final int DIGITS = 3;

    /** For a stream that brings nothing any more. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Limit limit;
    private final Histogram waits = new Histogram(LONGEST, DIGITS);
    private final CompletableFuture<Timing> over = new CompletableFuture<>();
    private final long start = System.nanoTime();
    private long last = start;
    private long count;
    private long bytes;
    private boolean isOver;
    private volatile int meanSize;

    Countdown(Limit limit) {
        this.limit = limit;
    }

    @Override
    public void message(byte[] message) {
        if (isOver) {
            return;
        }
        long now = System.nanoTime();
        waits.recordValue(Math.min(now - last, LONGEST));
        last = now;
        count++;
        bytes += message.length;
        if (count >= limit.calls() || now - start >= limit.time().toNanos()) {
            isOver = true;
            meanSize = (int) (bytes / count);
            over.complete(new Timing(count, waits, Duration.ofNanos(now - start)));
        }
    }

    @Override
    public void failed(Throwable reason) {
        over.completeExceptionally(reason);
    }

    /** Whether the limit is reached, for the thread that tells of messages. */
    boolean isOver() {
        return isOver;
    }

    /** Of the messages that were counted, in bytes, once all of them were. */
    int meanSize() {
        return meanSize;
    }

    /**
     * Waits until the limit is reached.
     *
     * @throws IllegalStateException if the stream has failed before, or stands still
     */
    Timing await() throws InterruptedException {
        try {
            return over.get(limit.time().plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a stream failed: " + failure.getCause(), failure.getCause());
        } catch (TimeoutException late) {
            throw new IllegalStateException(
                    "expected " + limit.calls() + " messages or one after " + limit.time() + ", none came within "
                            + PATIENCE,
                    late);
        }
    }
}
