package io.pushmi.contracts.reversecalls;

/** Notices when nothing was heard from the other end for too long. */
final class Silence {
    /** Intervals between pings without a word after which the other end counts as gone. */
    static final int INTERVALS = 3;

    private final Clockwork clockwork;
    private final Runnable tooLong;
    private final Alarm alarm;

    private volatile long lastHeard;
    private volatile long longest;

    /** @param tooLong is run once, on the timer */
    Silence(Clockwork clockwork, Runnable tooLong) {
        this.clockwork = clockwork;
        this.tooLong = tooLong;
        this.alarm = new Alarm(clockwork, this::look);
    }

    /** Listens from now on. */
    void begin(long longestNanos) {
        longest = longestNanos;
        heard();
        alarm.set(longestNanos);
    }

    /** Something was heard. */
    void heard() {
        if (longest > 0) {
            lastHeard = clockwork.now();
        }
    }

    void stop() {
        alarm.stop();
    }

    private long look() {
        long left = longest - (clockwork.now() - lastHeard);
        if (left > 0) {
            return left;
        }
        tooLong.run();
        return Alarm.NEVER;
    }
}
