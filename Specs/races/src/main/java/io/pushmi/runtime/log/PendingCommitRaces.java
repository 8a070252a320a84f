package io.pushmi.runtime.log;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** The committer and the clock race for one commit. */
final class PendingCommitRaces {
    private PendingCommitRaces() {}

    private static PendingCommit waiting() {
        return new PendingCommit(Given.REQUEST, 0);
    }

    private static PendingCommit offered() {
        PendingCommit pending = waiting();
        boolean unused = pending.offer();
        return pending;
    }

    @JCStressTest
    @Description("The committer offers a commit to the store while its time runs out.")
    @Outcome(id = "true, false, OutcomeUnknown", expect = ACCEPTABLE, desc = "offered first: only the store knows")
    @Outcome(id = "false, true, Unavailable", expect = ACCEPTABLE, desc = "given up first, and not offered any more")
    @Outcome(id = "true, true, .*", expect = FORBIDDEN, desc = "offered although the caller was told that it is not")
    @Outcome(expect = FORBIDDEN, desc = "the caller is told something that does not go with what was done")
    @State
    public static class OfferAndExpire {
        private final PendingCommit pending = waiting();

        @Actor
        public void committer(LLL_Result result) {
            result.r1 = pending.offer();
        }

        @Actor
        public void clock(LLL_Result result) {
            result.r2 = pending.expire(Given.LONG);
        }

        @Arbiter
        public void caller(LLL_Result result) {
            result.r3 = Told.by(pending.outcome());
        }
    }

    @JCStressTest
    @Description("The committer takes an offer back while the time runs out; the clock looks again later.")
    @Outcome(id = "true, true, Unavailable", expect = ACCEPTABLE, desc = "taken back first: the store does not have it")
    @Outcome(id = "false, false, OutcomeUnknown", expect = ACCEPTABLE, desc = "given up while the store had it")
    @Outcome(
            id = "true, false, Unavailable",
            expect = ACCEPTABLE,
            desc = "taken back between the clock's two looks: the next round gives it up")
    @Outcome(expect = FORBIDDEN, desc = "somebody thinks otherwise of what the store has than the caller was told")
    @State
    public static class TakeBackAndExpire {
        private final PendingCommit pending = offered();

        @Actor
        public void committer(LLL_Result result) {
            result.r1 = pending.takeBack();
        }

        @Actor
        public void clock(LLL_Result result) {
            result.r2 = pending.expire(Given.LONG);
        }

        @Arbiter
        public void caller(LLL_Result result) {
            boolean unused = pending.expire(Given.LONG);
            result.r3 = Told.by(pending.outcome());
        }
    }

    @JCStressTest
    @Description("The committer refuses a commit that it has not offered while its time runs out.")
    @Outcome(id = "false, Invalid", expect = ACCEPTABLE, desc = "the committer answered first")
    @Outcome(id = "true, Unavailable", expect = ACCEPTABLE, desc = "the clock answered first, and may drop the commit")
    @Outcome(id = "true, Invalid", expect = FORBIDDEN, desc = "the clock drops what it did not answer")
    @Outcome(id = ".*, nothing", expect = FORBIDDEN, desc = "each left the answer to the other")
    @Outcome(expect = FORBIDDEN, desc = "the caller has an answer that nobody gave")
    @State
    public static class RefuseAndExpire {
        private final PendingCommit pending = waiting();

        @Actor
        public void committer() {
            pending.answer(new CommitOutcome.Invalid("it is"));
        }

        @Actor
        public void clock(LL_Result result) {
            result.r1 = pending.expire(Given.LONG);
        }

        @Arbiter
        public void caller(LL_Result result) {
            result.r2 = Told.by(pending.outcome());
        }
    }

    @JCStressTest
    @Description("The store acknowledges a commit while its time runs out.")
    @Outcome(id = "false, Committed", expect = ACCEPTABLE, desc = "the store was in time")
    @Outcome(id = "false, OutcomeUnknown", expect = ACCEPTABLE, desc = "the clock answered first")
    @Outcome(id = "true, .*", expect = FORBIDDEN, desc = "the clock drops what the store has")
    @Outcome(expect = FORBIDDEN, desc = "the caller has an answer that nobody gave, or none")
    @State
    public static class AcknowledgeAndExpire {
        private final PendingCommit pending = offered();

        @Actor
        public void committer() {
            pending.answer(new CommitOutcome.Committed(Given.commit(0)));
        }

        @Actor
        public void clock(LL_Result result) {
            result.r1 = pending.expire(Given.LONG);
        }

        @Arbiter
        public void caller(LL_Result result) {
            result.r2 = Told.by(pending.outcome());
        }
    }

    @JCStressTest
    @Description("Two find that a commit is decided; its room is given back by the one that is told so.")
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one of them gives it back")
    @Outcome(
            id = "true, true",
            expect = FORBIDDEN,
            desc = "given back twice: more would be let in than there is room for")
    @Outcome(id = "false, false", expect = FORBIDDEN, desc = "never given back: in the end nothing would be let in")
    @State
    public static class SettleTwice {
        private final PendingCommit pending = waiting();

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = pending.settle();
        }

        @Actor
        public void other(ZZ_Result result) {
            result.r2 = pending.settle();
        }
    }
}
