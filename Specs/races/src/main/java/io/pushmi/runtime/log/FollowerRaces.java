package io.pushmi.runtime.log;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** A subscriber, the committer and the store race for one follower. Received positions are written between < and >. */
final class FollowerRaces {
    private static final String TWO_THREADS = "a subscriber need not be safe for two threads";

    private FollowerRaces() {}

    @JCStressTest
    @Description("A commit is made while a follower that wants nothing so far asks for one.")
    @Outcome(id = "<0>", expect = ACCEPTABLE, desc = "whoever comes second sees what the first did")
    @Outcome(id = "<>", expect = FORBIDDEN, desc = "a wake-up is lost: the follower would stand still for ever")
    @Outcome(id = ".* entered by two", expect = FORBIDDEN, desc = TWO_THREADS)
    @Outcome(expect = FORBIDDEN, desc = "repeated, or out of order")
    @State
    public static class RequestAndCommit {
        private final Followed log = new Followed(10);
        private final Follows follows = log.follow(0);

        @Actor
        public void subscriber() {
            follows.request(1);
        }

        @Actor
        public void committer() {
            log.commit(0);
        }

        @Arbiter
        public void afterwards(L_Result result) {
            result.r1 = follows.received();
        }
    }

    @JCStressTest
    @Description("Two threads of a subscriber ask for one commit each; there are three.")
    @Outcome(id = "<01>", expect = ACCEPTABLE, desc = "as many as were asked for")
    @Outcome(
            id = {"<>", "<0>"},
            expect = FORBIDDEN,
            desc = "a request is lost")
    @Outcome(id = "<012>", expect = FORBIDDEN, desc = "more comes than was asked for")
    @Outcome(id = ".* entered by two", expect = FORBIDDEN, desc = TWO_THREADS)
    @Outcome(expect = FORBIDDEN, desc = "repeated, or out of order")
    @State
    public static class RequestTwice {
        private final Followed log = new Followed(1);
        private final Follows follows = log.follow(0);

        public RequestTwice() {
            log.commit(0);
            log.commit(1);
            log.commit(2);
        }

        @Actor
        public void one() {
            follows.request(1);
        }

        @Actor
        public void other() {
            follows.request(1);
        }

        @Arbiter
        public void afterwards(L_Result result) {
            result.r1 = follows.received();
        }
    }

    @JCStressTest
    @Description("Two commits are made, the first of which leaves memory at once, while a follower catches up.")
    @Outcome(id = "<012>", expect = ACCEPTABLE, desc = "from the store and from memory, without a seam")
    @Outcome(
            id = {"<>", "<0>", "<01>"},
            expect = FORBIDDEN,
            desc = "a wake-up is lost")
    @Outcome(
            id = {"<02>", "<12>", "<2>"},
            expect = FORBIDDEN,
            desc = "a commit is skipped at the switch")
    @Outcome(id = ".* entered by two", expect = FORBIDDEN, desc = TWO_THREADS)
    @Outcome(expect = FORBIDDEN, desc = "repeated, or out of order")
    @State
    public static class CatchUpAndCommit {
        private final Followed log = new Followed(1);
        private final Follows follows = log.follow(0);

        public CatchUpAndCommit() {
            log.commit(0);
        }

        @Actor
        public void subscriber() {
            follows.request(Long.MAX_VALUE);
        }

        @Actor
        public void committer() {
            log.commit(1);
            log.commit(2);
        }

        @Arbiter
        public void afterwards(L_Result result) {
            result.r1 = follows.received();
        }
    }

    @JCStressTest
    @Description("The store answers a read while the commit after what it read is made.")
    @Outcome(id = "<01>", expect = ACCEPTABLE, desc = "both, from wherever")
    @Outcome(
            id = {"<>", "<0>"},
            expect = FORBIDDEN,
            desc = "an arrival is lost")
    @Outcome(id = "<1>", expect = FORBIDDEN, desc = "the commit from the store is skipped")
    @Outcome(id = ".* entered by two", expect = FORBIDDEN, desc = TWO_THREADS)
    @Outcome(expect = FORBIDDEN, desc = "repeated, or out of order")
    @State
    public static class ArrivalAndCommit {
        private final Followed log = new Followed(1);
        private final Follows follows;

        public ArrivalAndCommit() {
            log.commit(0);
            log.store.shut();
            follows = log.follow(Long.MAX_VALUE);
        }

        @Actor
        public void store() {
            log.store.open();
        }

        @Actor
        public void committer() {
            log.commit(1);
        }

        @Arbiter
        public void afterwards(L_Result result) {
            result.r1 = follows.received();
        }
    }

    @JCStressTest
    @Description("A follower of one key is disturbed while a commit without the key and one with it are made.")
    @Outcome(id = "<1>", expect = ACCEPTABLE, desc = "only what it wants")
    @Outcome(id = "<>", expect = FORBIDDEN, desc = "a wake-up is lost")
    @Outcome(
            id = {"<0>", "<01>"},
            expect = FORBIDDEN,
            desc = "what it does not want comes too")
    @Outcome(id = ".* entered by two", expect = FORBIDDEN, desc = TWO_THREADS)
    @Outcome(expect = FORBIDDEN, desc = "repeated, or out of order")
    @State
    public static class KeyAndCommits {
        private final Followed log = new Followed(1);
        private final Follows follows = log.follow(1, Given.odd());

        @Actor
        public void subscriber() {
            follows.request(1);
        }

        @Actor
        public void committer() {
            log.commit(0);
            log.commit(1);
        }

        @Arbiter
        public void afterwards(L_Result result) {
            result.r1 = follows.received();
        }
    }

    @JCStressTest
    @Description("A waiting follower cancels while three commits are made; r2 counts what begins to arrive afterwards.")
    @Outcome(
            id = {"<>, 0", "<0>, 0", "<01>, 0", "<012>, 0"},
            expect = ACCEPTABLE,
            desc = "what came before it cancelled")
    @Outcome(
            id = {"<0>, 1", "<01>, 1", "<012>, 1"},
            expect = ACCEPTABLE,
            desc = "one was on its way when it cancelled")
    @Outcome(id = "<01>, 2", expect = FORBIDDEN, desc = "more comes after it cancelled than was on its way")
    @Outcome(id = "<012>, [23]", expect = FORBIDDEN, desc = "more comes after it cancelled than was on its way")
    @Outcome(expect = FORBIDDEN, desc = "skipped, repeated, out of order, or entered by two")
    @State
    public static class CancelAndCommit {
        private final Followed log = new Followed(10);
        private final Follows follows = log.follow(Long.MAX_VALUE);

        @Actor
        public void subscriber() {
            follows.cancel();
        }

        @Actor
        public void committer() {
            log.commit(0);
            log.commit(1);
            log.commit(2);
        }

        @Arbiter
        public void afterwards(LI_Result result) {
            result.r1 = follows.received();
            result.r2 = follows.begunAfterCancel();
        }
    }

    @JCStressTest
    @Description("A follower cancels while the store answers its read; r2 is what of it stays in the tail.")
    @Outcome(
            id = {"<>, nothing", "<0>, nothing", "<01>, nothing"},
            expect = ACCEPTABLE,
            desc = "gone, in time or not")
    @Outcome(id = ".*, a waiter", expect = FORBIDDEN, desc = "it is still woken for every commit, and never collected")
    @Outcome(
            id = ".*, commits",
            expect = FORBIDDEN,
            desc = "it still counts as a follower: commits are kept for nobody")
    @Outcome(expect = FORBIDDEN, desc = "skipped, repeated, out of order, or entered by two")
    @State
    public static class CancelAndArrival {
        private final Followed log = new Followed(10);
        private final Follows follows;

        public CancelAndArrival() {
            log.commit(0);
            log.commit(1);
            log.store.shut();
            follows = log.follow(Long.MAX_VALUE);
        }

        @Actor
        public void subscriber() {
            follows.cancel();
        }

        @Actor
        public void store() {
            log.store.open();
        }

        @Arbiter
        public void afterwards(LL_Result result) {
            log.commit(2);
            result.r1 = follows.received();
            result.r2 = log.tail.waiting() > 0
                    ? "a waiter"
                    : log.tail.holds(Given.commit(2).first()) ? "commits" : "nothing";
        }
    }

    @JCStressTest
    @Description("Two threads cancel one follower; another one goes on waiting.")
    @Outcome(id = "<>, <0>", expect = ACCEPTABLE, desc = "one leaves, once, and one stays")
    @Outcome(id = "<>, <>", expect = FORBIDDEN, desc = "it left twice, so that the one who stays counts for nothing")
    @Outcome(id = "<0>, .*", expect = FORBIDDEN, desc = "it did not leave")
    @Outcome(expect = FORBIDDEN, desc = "repeated, or entered by two")
    @State
    public static class CancelTwice {
        private final Followed log = new Followed(10);
        private final Follows leaving = log.follow(Long.MAX_VALUE);
        private final Follows staying = log.follow(Long.MAX_VALUE);

        @Actor
        public void one() {
            leaving.cancel();
        }

        @Actor
        public void other() {
            leaving.cancel();
        }

        @Arbiter
        public void afterwards(LL_Result result) {
            log.commit(0);
            result.r1 = leaving.received();
            result.r2 = staying.received();
        }
    }
}
