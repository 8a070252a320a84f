package io.pushmi.runtime.log;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZJ_Result;

/** Commits of several logs ask for room at the same time; there is room for 10 bytes. */
final class PendingBytesRaces {
    private PendingBytesRaces() {}

    @JCStressTest
    @Description("Two commits of 6 bytes ask for room that one of them needs.")
    @Outcome(
            id = {"true, false, 6", "false, true, 6"},
            expect = ACCEPTABLE,
            desc = "the first gets it")
    @Outcome(id = "true, true, .*", expect = FORBIDDEN, desc = "the limit is passed")
    @Outcome(id = "false, false, .*", expect = FORBIDDEN, desc = "refused although there is room for one")
    @Outcome(expect = FORBIDDEN, desc = "what is counted is not what was let in")
    @State
    public static class TwoAsk {
        private final PendingBytes bytes = new PendingBytes(10);

        @Actor
        public void one(ZZJ_Result result) {
            result.r1 = bytes.tryTake(6);
        }

        @Actor
        public void other(ZZJ_Result result) {
            result.r2 = bytes.tryTake(6);
        }

        @Arbiter
        public void afterwards(ZZJ_Result result) {
            result.r3 = bytes.taken();
        }
    }

    @JCStressTest
    @Description("A commit larger than the limit, which gets in where nothing waits, and a small one.")
    @Outcome(id = "true, false, 20", expect = ACCEPTABLE, desc = "the large one was alone")
    @Outcome(id = "false, true, 6", expect = ACCEPTABLE, desc = "the small one was first")
    @Outcome(id = "true, true, .*", expect = FORBIDDEN, desc = "the large one was not alone")
    @Outcome(expect = FORBIDDEN, desc = "nobody gets in, or what is counted is not what was let in")
    @State
    public static class OneIsLarge {
        private final PendingBytes bytes = new PendingBytes(10);

        @Actor
        public void large(ZZJ_Result result) {
            result.r1 = bytes.tryTake(20);
        }

        @Actor
        public void small(ZZJ_Result result) {
            result.r2 = bytes.tryTake(6);
        }

        @Arbiter
        public void afterwards(ZZJ_Result result) {
            result.r3 = bytes.taken();
        }
    }

    @JCStressTest
    @Description("Room is given back while somebody asks for it.")
    @Outcome(id = "true, true, 6", expect = ACCEPTABLE, desc = "given back in time")
    @Outcome(id = "true, false, 0", expect = ACCEPTABLE, desc = "given back too late")
    @Outcome(expect = FORBIDDEN, desc = "what is counted is not what was let in and not given back")
    @State
    public static class OneGivesBack {
        private final PendingBytes bytes = new PendingBytes(10);
        private final boolean taken = bytes.tryTake(8);

        @Actor
        public void done(ZZJ_Result result) {
            result.r1 = taken;
            bytes.giveBack(8);
        }

        @Actor
        public void asks(ZZJ_Result result) {
            result.r2 = bytes.tryTake(6);
        }

        @Arbiter
        public void afterwards(ZZJ_Result result) {
            result.r3 = bytes.taken();
        }
    }
}
