package io.pushmi.benchmarks;

import java.util.stream.IntStream;

/**
 * A number of callers, each of whom makes its next call as soon as its last one is answered. A slow answer therefore holds
 * back the calls behind it: times are those of a crowd of this size, not of a rate.
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
