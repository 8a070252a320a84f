package io.pushmi.cli;

import io.pushmi.runtime.storage.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far something is: on a terminal a bar that moves, elsewhere a line every few seconds. What is done quickly
 * enough shows nothing elsewhere.
 */
final class ProgressLine implements Progress, AutoCloseable {
    /** Set by the start script, which can tell. */
    private static final String TERMINAL = "pushmi.terminal.errors";

    private static final long BETWEEN_BARS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long BETWEEN_LINES = TimeUnit.SECONDS.toNanos(5);
    private static final int BAR = 30;
    private static final long HUNDRED = 100;
    private static final String ERASED = "\r\u001B[K";

    private final PrintWriter out;
    private final boolean isTerminal;
    private final String what;
    private final LongFunction<String> amount;
    private final LongSupplier clock;
    private final long begun;
    private long shownAt;
    private @Nullable String shown;

    /**
     * Nothing is shown yet.
     *
     * @param what is being done
     * @param amount how to say so many of what is counted
     * @param clock in nanoseconds
     */
    ProgressLine(PrintWriter out, boolean isTerminal, String what, LongFunction<String> amount, LongSupplier clock) {
        this.out = out;
        this.isTerminal = isTerminal;
        this.what = what;
        this.amount = amount;
        this.clock = clock;
        begun = clock.getAsLong();
        shownAt = begun;
    }

    /** On standard error, as this process has it. */
    static ProgressLine on(PrintWriter errors, String what, LongFunction<String> amount) {
        return new ProgressLine(errors, Boolean.getBoolean(TERMINAL), what, amount, System::nanoTime);
    }

    @Override
    public void advanced(long done, long expected) {
        long now = clock.getAsLong();
        if (now - shownAt < (isTerminal ? BETWEEN_BARS : BETWEEN_LINES)) {
            return;
        }
        shownAt = now;
        String state = state(done, expected, now - begun);
        if (isTerminal) {
            int full = (int) (BAR * done / Math.max(1, expected));
            shown = what + " [" + "#".repeat(full) + ".".repeat(BAR - full) + "] " + state;
            out.print(ERASED + shown);
            out.flush();
        } else {
            out.println(what + ": " + state);
        }
    }

    /** Makes room for a line of something else; the bar comes back below it. */
    void makeRoom() {
        if (shown != null) {
            out.print(ERASED);
            out.flush();
            shown = null;
        }
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        makeRoom();
    }

    private String state(long done, long expected, long elapsed) {
        double perNano = (double) done / Math.max(1, elapsed);
        long rate = Math.round(perNano * TimeUnit.SECONDS.toNanos(1));
        String left = perNano == 0
                ? "time left unknown"
                : Amounts.time(Duration.ofNanos(Math.round((expected - done) / perNano))) + " left";
        return HUNDRED * done / Math.max(1, expected) + "%, " + amount.apply(rate) + "/s, " + left;
    }
}
