package io.pushmi.benchmarks;

import java.util.stream.IntStream;

/**
 * A number of callers, each of whom makes its next call as soon as its last one is answered. A slow answer therefore holds
 * back the calls behind it: times are those of a crowd of this size, not of a rate. A load at a rate is the other way round.
 */
final class Load {
    private Load() {}

    /** Something that is called and answers later. */
    interface Called {
        /** Makes one call. Its answer arrives on a thread on which the next call is made. */
        void call(Answer answer);
    }

    /** Something that a thread calls and waits for. */
    interface Waited {
        void call() throws Exception;
    }

    static Timing of(int callers, Limit limit, Called called) throws InterruptedException {
        Tally tally = new Tally(callers, limit);
        IntStream.range(0, callers).forEach(caller -> new Caller(called, tally).next());
        return tally.await();
    }

    /** Each caller is a thread. */
    static Timing ofThreads(int callers, Limit limit, Waited waited) throws InterruptedException {
        Tally tally = new Tally(callers, limit);
        IntStream.range(0, callers).forEach(caller -> {
            Thread thread = new Thread(() -> callUntilDone(waited, tally), "caller-" + caller);
            thread.setDaemon(true);
            thread.start();
        });
        return tally.await();
    }

    /**
     * Calls at a fixed rate for as long as the limit says, however many are unanswered. A call's time begins when it is due,
     * so that a pause counts for each call that it delays.
     */
    static Timing atRate(int perSecond, Limit limit, Called called) throws InterruptedException {
        long calls = calls(perSecond, limit);
        Tally tally = new Tally(Math.toIntExact(calls), limit);
        Pace.of(perSecond).keep(calls, due -> new OneCall(tally, due).make(called));
        return tally.await();
    }

    /** How many calls a load at a rate makes. */
    static long calls(int perSecond, Limit limit) {
        return Math.min(limit.calls(), Pace.calls(perSecond, limit.time()));
    }

    private static void callUntilDone(Waited waited, Tally tally) {
        try {
            while (tally.begins()) {
                long since = System.nanoTime();
                waited.call();
                tally.answered(since);
            }
        } catch (Exception | Error failure) {
            tally.failed(failure);
        }
        tally.left();
    }

    private static final class OneCall implements Answer {
        private final Tally tally;
        private final long due;

        OneCall(Tally tally, long due) {
            this.tally = tally;
            this.due = due;
        }

        void make(Called called) {
            if (tally.hasFailed()) {
                tally.left();
                return;
            }
            try {
                called.call(this);
            } catch (RuntimeException | Error failure) {
                failed(failure);
            }
        }

        @Override
        public void arrived() {
            tally.answered(due);
            tally.left();
        }

        @Override
        public void failed(Throwable reason) {
            tally.failed(reason);
            tally.left();
        }
    }

    private static final class Caller implements Answer {
        private final Called called;
        private final Tally tally;
        private long since;

        Caller(Called called, Tally tally) {
            this.called = called;
            this.tally = tally;
        }

        void next() {
            if (!tally.begins()) {
                tally.left();
                return;
            }
            since = System.nanoTime();
            try {
                called.call(this);
            } catch (RuntimeException | Error failure) {
                failed(failure);
            }
        }

        @Override
        public void arrived() {
            tally.answered(since);
            next();
        }

        @Override
        public void failed(Throwable reason) {
            tally.failed(reason);
            tally.left();
        }
    }
}
