package io.pushmi.contracts.reversecalls;

import java.time.Duration;

/** What a server watches the clock for on one stream. */
final class ServerVigil {
    private final Clockwork clockwork;
    private final Silence silence;
    private final Alarm registration;
    private final Alarm pings;
    private final Alarm calls;
    private final Watched watched;

    private volatile long interval;
    private volatile long nextPing;

    ServerVigil(Clockwork clockwork, Watched watched) {
        this.clockwork = clockwork;
        this.watched = watched;
        this.silence = new Silence(clockwork, () -> watched.wasSilent(Duration.ofNanos(Silence.INTERVALS * interval)));
        this.registration = new Alarm(clockwork, this::lookForRegistration);
        this.pings = new Alarm(clockwork, this::ping);
        this.calls = new Alarm(clockwork, () -> watched.lookAtCalls(clockwork.now()));
    }

    void awaitRegistration(long longest) {
        registration.set(longest);
    }

    /** Pings from now on each time the interval has passed, 0 for never, and expects to hear something in return. */
    void registered(long pingInterval) {
        registration.stop();
        if (pingInterval > 0) {
            interval = pingInterval;
            silence.begin(Silence.INTERVALS * pingInterval);
            nextPing = clockwork.now();
            pings.set(ping());
        }
    }

    void accepted(long callTimeout) {
        calls.set(callTimeout);
    }

    void heard() {
        silence.heard();
    }

    void stop() {
        registration.stop();
        pings.stop();
        silence.stop();
        calls.stop();
    }

    private long lookForRegistration() {
        watched.didNotRegister();
        return Alarm.NEVER;
    }

    private long ping() {
        watched.pingIsDue();
        long now = clockwork.now();
        long due = nextPing;
        // A ping that comes late does not move those after it; those that are past are not made up for.
        long next = due + interval * (Math.floorDiv(Math.max(0, now - due), interval) + 1);
        nextPing = next;
        return next - now;
    }

    /** Is told what has come. */
    interface Watched {
        void didNotRegister();

        void pingIsDue();

        void wasSilent(Duration silence);

        /** Returns the nanoseconds to the next look, or {@link Alarm#NEVER}. */
        long lookAtCalls(long now);
    }
}
