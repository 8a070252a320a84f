package io.pushmi.runtime.log;

import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.Watch;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks out for what other Runtimes commit to one log while somebody follows it: whenever the store hints at something,
 * and besides a short while after something was found, then less and less often, so that a commit is noticed
 * at the latest about a second after it was made. Where nobody follows, nobody looks.
 *
 * <p>An own commit that got into the log shows as well as a look that nothing was there before it, and puts the next look
 * off.
 */
final class Lookout {
    /** What a look came to. */
    enum Found {
        NOTHING,
        SOME,
        /** As much as one look shows; there may be more. */
        MUCH
    }

    static final Duration SHORTEST = Duration.ofMillis(20);
    static final Duration LONGEST = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final LogId log;
    private final EventLogStorage storage;
    private final Delays delays;
    private final Supplier<CompletionStage<Found>> look;

    private volatile long seen;
    private boolean watching;
    private boolean closed;
    private boolean looking;
    private boolean hinted;
    private long turn;
    private Duration pause = SHORTEST;
    private Watch watch = Watch.NOTHING;
    private BooleanSupplier isWanted = () -> false;
    private @Nullable Long warned;

    /** @param look asks the store once, and shows what is there to whoever follows */
    Lookout(LogId log, EventLogStorage storage, Delays delays, Supplier<CompletionStage<Found>> look) {
        this.log = log;
        this.storage = storage;
        this.delays = delays;
        this.look = look;
        this.seen = delays.now();
    }

    /**
     * Somebody follows from now on.
     *
     * @param isFollowed whether anybody still does
     */
    synchronized void begin(BooleanSupplier isFollowed) {
        if (watching || closed) {
            return;
        }
        watching = true;
        isWanted = isFollowed;
        pause = SHORTEST;
        watch = storage.watch(log, this::onHint);
        delays.after(Duration.ZERO, this::onHint);
    }

    /** Nobody is to look any more, whoever follows. */
    synchronized void close() {
        closed = true;
        end();
    }

    /** When, as {@link Delays#now} tells it, nothing was in the log that is not known here. */
    long seen() {
        return seen;
    }

    /** At that moment, or later, nothing was in the log that is not known here. */
    void seen(long at) {
        seen = at;
    }

    /** Another Runtime's commits were found, whoever found them. */
    synchronized void met() {
        boolean isLongOff = watching && !looking && pause.compareTo(SHORTEST) > 0;
        pause = SHORTEST;
        if (isLongOff) {
            again(pause);
        }
    }

    private void onHint() {
        synchronized (this) {
            if (!watching) {
                return;
            }
            hinted = looking;
            if (looking) {
                return;
            }
            looking = true;
        }
        ask();
    }

    private void onTime(long asked) {
        synchronized (this) {
            if (!watching || looking || asked != turn) {
                return;
            }
            if (!isWanted.getAsBoolean()) {
                end();
                return;
            }
            Duration left = pause.minusNanos(delays.now() - seen);
            if (left.toNanos() > 0) {
                again(left);
                return;
            }
            looking = true;
            hinted = false;
        }
        ask();
    }

    private void ask() {
        CompletionStage<Found> unused = look.get().whenComplete(this::onAnswer);
    }

    private void onAnswer(@Nullable Found found, @Nullable Throwable failure) {
        synchronized (this) {
            looking = false;
            if (!watching) {
                return;
            }
            if (failure != null) {
                warn(failure);
            }
            pause = found == null || found == Found.NOTHING ? longer(pause) : SHORTEST;
            again(failure == null && (hinted || found == Found.MUCH) ? Duration.ZERO : pause);
        }
    }

    private void again(Duration delay) {
        turn++;
        long next = turn;
        delays.after(delay, delay.isZero() ? this::onHint : () -> onTime(next));
    }

    private void end() {
        watching = false;
        watch.close();
        watch = Watch.NOTHING;
    }

    private void warn(Throwable failure) {
        long now = delays.now();
        if (warned == null || now - warned >= BETWEEN_WARNINGS.toNanos()) {
            warned = now;
            LOG.warn(
                    "log {}: cannot look for commits of other Runtimes, trying again: {}",
                    log,
                    Failures.cause(failure).getMessage());
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }
}
