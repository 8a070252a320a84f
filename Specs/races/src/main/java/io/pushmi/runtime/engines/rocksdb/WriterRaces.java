package io.pushmi.runtime.engines.rocksdb;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Offers race for the writer. There is no room on its disk, so that it answers each at once and needs no store. */
final class WriterRaces {
    private WriterRaces() {}

    // The store is never asked.
    @SuppressWarnings("NullAway")
    private static Writer writer(Executor executor) {
        return new Writer(null, new SpaceGuard(() -> 0, 1), executor, () -> {});
    }

    /** Counts its answers, and whether two threads ever answered at a time. */
    private static final class Counting implements Offer {
        private final AtomicBoolean answering;
        private final AtomicInteger overlaps;
        private final AtomicInteger answers = new AtomicInteger();

        Counting(AtomicBoolean answering, AtomicInteger overlaps) {
            this.answering = answering;
            this.overlaps = overlaps;
        }

        int answers() {
            return answers.get();
        }

        @Override
        public long size() {
            return 1;
        }

        @Override
        public boolean takesRoom() {
            return true;
        }

        @Override
        public void stage(Turn turn) {
            throw new AssertionError("there is no room for it");
        }

        @Override
        public void written() {
            throw new AssertionError("there is no room for it");
        }

        @Override
        public void failed(String reason) {
            throw new AssertionError("it was not tried");
        }

        @Override
        public void refused(String reason) {
            if (answering.getAndSet(true)) {
                overlaps.incrementAndGet();
            }
            answers.incrementAndGet();
            answering.set(false);
        }
    }

    @JCStressTest
    @Description("Two offer to an idle writer: one makes it work, and it stops as the other comes; r3 counts overlaps.")
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "each is answered once, by one thread at a time")
    @Outcome(
            id = {"0, .*", ".*, 0, .*"},
            expect = FORBIDDEN,
            desc = "an offer that came as the work ended is left behind")
    @Outcome(id = ".*, [1-9]", expect = FORBIDDEN, desc = "two threads write at a time")
    @Outcome(expect = FORBIDDEN, desc = "an offer is answered twice")
    @State
    public static class OfferTwice {
        private final Writer writer = writer(Runnable::run);
        private final AtomicBoolean answering = new AtomicBoolean();
        private final AtomicInteger overlaps = new AtomicInteger();
        private final Counting one = new Counting(answering, overlaps);
        private final Counting other = new Counting(answering, overlaps);

        @Actor
        public void one() {
            writer.offer(one);
        }

        @Actor
        public void other() {
            writer.offer(other);
        }

        @Arbiter
        public void afterwards(III_Result result) {
            result.r1 = one.answers();
            result.r2 = other.answers();
            result.r3 = overlaps.get();
        }
    }

    @JCStressTest
    @Description("The writer and the threads it works on are stopped while something is offered.")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "answered once, whether it was in time or not")
    @Outcome(id = "0", expect = FORBIDDEN, desc = "whoever offered it would wait for ever")
    @Outcome(expect = FORBIDDEN, desc = "answered twice")
    @State
    public static class OfferAndStop {
        private final AtomicBoolean isShut = new AtomicBoolean();
        private final Writer writer = writer(task -> {
            if (isShut.get()) {
                throw new RejectedExecutionException("shut");
            }
            task.run();
        });
        private final Counting offer = new Counting(new AtomicBoolean(), new AtomicInteger());

        @Actor
        public void caller() {
            writer.offer(offer);
        }

        @Actor
        public void engine() {
            writer.stop();
            isShut.set(true);
        }

        @Arbiter
        public void afterwards(I_Result result) {
            result.r1 = offer.answers();
        }
    }
}
