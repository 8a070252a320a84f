package io.pushmi.runtime.log;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.pushmi.runtime.storage.Commit;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LIL_Result;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Callers, the store and the clock race through one committer, from outside. */
final class CommitterRaces {
    private static final CompletionStage<CommitOutcome> NOT_YET = new CompletableFuture<>();

    private CommitterRaces() {}

    /** Where it went, or what the caller was told instead. */
    private static String place(CompletionStage<CommitOutcome> outcome) {
        CommitOutcome told = outcome.toCompletableFuture().getNow(null);
        if (told instanceof CommitOutcome.Committed committed) {
            Commit commit = committed.commit();
            return commit.first().toString();
        }
        return Told.by(outcome);
    }

    @JCStressTest
    @Description("Two commit to an idle log: one works, and lets go while the other comes; r3 is what is left over.")
    @Outcome(
            id = {"0, 1, nothing", "1, 0, nothing"},
            expect = ACCEPTABLE,
            desc = "both are in")
    @Outcome(id = ".*nothing, .*", expect = FORBIDDEN, desc = "a commit that came as the work ended is left behind")
    @Outcome(
            id = {"0, 0, .*", "1, 1, .*"},
            expect = FORBIDDEN,
            desc = "two worked at a time")
    @Outcome(expect = FORBIDDEN, desc = "refused for no reason, or room is lost")
    @State
    public static class CommitTwice {
        private final Committing committing = new Committing(Given.LONG);
        private CompletionStage<CommitOutcome> one = NOT_YET;
        private CompletionStage<CommitOutcome> other = NOT_YET;

        @Actor
        public void one() {
            one = committing.commit();
        }

        @Actor
        public void other() {
            other = committing.commit();
        }

        @Arbiter
        public void afterwards(LLL_Result result) {
            result.r1 = place(one);
            result.r2 = place(other);
            result.r3 = committing.left();
        }
    }

    @JCStressTest
    @Description("The store acknowledges a commit, with which the work ends, while another one comes.")
    @Outcome(id = "0, 1, nothing", expect = ACCEPTABLE, desc = "both are in, one after the other")
    @Outcome(id = "0, nothing, .*", expect = FORBIDDEN, desc = "a commit that came as the work ended is left behind")
    @Outcome(id = "nothing, .*", expect = FORBIDDEN, desc = "the caller is not answered")
    @Outcome(expect = FORBIDDEN, desc = "refused for no reason, out of order, or room is lost")
    @State
    public static class AcknowledgeAndCommit {
        private final Committing committing = new Committing(Given.LONG);
        private final CompletionStage<CommitOutcome> first;
        private CompletionStage<CommitOutcome> second = NOT_YET;

        public AcknowledgeAndCommit() {
            committing.store.shut();
            first = committing.commit();
        }

        @Actor
        public void store() {
            committing.store.open();
        }

        @Actor
        public void caller() {
            second = committing.commit();
        }

        @Arbiter
        public void afterwards(LLL_Result result) {
            result.r1 = place(first);
            result.r2 = place(second);
            result.r3 = committing.left();
        }
    }

    @JCStressTest
    @Description("Time runs out for a commit as it comes; r2 is how many commits the store has.")
    @Outcome(id = "Committed, 1, nothing", expect = ACCEPTABLE, desc = "it was in time")
    @Outcome(id = "OutcomeUnknown, 1, nothing", expect = ACCEPTABLE, desc = "given up while the store had it")
    @Outcome(id = "Unavailable, 0, nothing", expect = ACCEPTABLE, desc = "given up before the store was asked")
    @Outcome(id = "Unavailable, 1, .*", expect = FORBIDDEN, desc = "stored although the caller was told that it is not")
    @Outcome(id = ".*, .*, (room|work)", expect = FORBIDDEN, desc = "in the end nothing would be let in")
    @Outcome(id = ".*, .*, more room than there is", expect = FORBIDDEN, desc = "room is given back twice")
    @Outcome(expect = FORBIDDEN, desc = "the caller is told something else, or nothing")
    @State
    public static class CommitAndExpire {
        private final Committing committing = new Committing(Duration.ZERO);
        private CompletionStage<CommitOutcome> outcome = NOT_YET;

        @Actor
        public void caller() {
            outcome = committing.commit();
        }

        @Actor
        public void clock() {
            committing.log.expire();
        }

        @Arbiter
        public void afterwards(LIL_Result result) {
            result.r1 = Told.by(outcome);
            result.r2 = committing.store.size();
            result.r3 = committing.left();
        }
    }

    @JCStressTest
    @Description("Time runs out for a commit that waits as the one before it is acknowledged; r2 is as above.")
    @Outcome(id = "Committed, 2, nothing", expect = ACCEPTABLE, desc = "it was in time")
    @Outcome(id = "OutcomeUnknown, 2, nothing", expect = ACCEPTABLE, desc = "given up while the store had it")
    @Outcome(id = "Unavailable, 1, nothing", expect = ACCEPTABLE, desc = "given up before the store was asked")
    @Outcome(id = "Unavailable, 2, .*", expect = FORBIDDEN, desc = "stored although the caller was told that it is not")
    @Outcome(id = ".*, .*, (room|work)", expect = FORBIDDEN, desc = "in the end nothing would be let in")
    @Outcome(id = ".*, .*, more room than there is", expect = FORBIDDEN, desc = "room is given back twice")
    @Outcome(expect = FORBIDDEN, desc = "the caller is told something else, or nothing")
    @State
    public static class AcknowledgeAndExpire {
        private final Committing committing = new Committing(Duration.ZERO);
        private final CompletionStage<CommitOutcome> waiting;

        public AcknowledgeAndExpire() {
            committing.store.shut();
            CompletionStage<CommitOutcome> unused = committing.commit();
            waiting = committing.commit();
        }

        @Actor
        public void store() {
            committing.store.open();
        }

        @Actor
        public void clock() {
            committing.log.expire();
        }

        @Arbiter
        public void afterwards(LIL_Result result) {
            result.r1 = Told.by(waiting);
            result.r2 = committing.store.size();
            result.r3 = committing.left();
        }
    }
}
