package io.pushmi.runtime.log;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** Who joins, waits at, reads and leaves the end of a log while it moves on. */
final class TailRaces {
    private TailRaces() {}

    @JCStressTest
    @Description("Somebody begins to wait while a commit is published; r2 counts how often it is woken.")
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "it waited first, and is woken")
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "the commit was first, and it does not wait")
    @Outcome(id = "true, 0", expect = FORBIDDEN, desc = "it waits for what is there already: a wake-up is lost")
    @Outcome(expect = FORBIDDEN, desc = "it is woken although it does not wait, or twice")
    @State
    public static class WaitAndPublish {
        private final Tail tail = new Followed(10).tail;
        private final AtomicInteger wakeUps = new AtomicInteger();

        public WaitAndPublish() {
            tail.join();
        }

        @Actor
        public void follower(ZI_Result result) {
            result.r1 = tail.await(new Tail.Waiter() {
                @Override
                public SequenceNumber position() {
                    return SequenceNumber.FIRST;
                }

                @Override
                public Set<Key> keys() {
                    return Set.of();
                }

                @Override
                public void wake(SequenceNumber from) {
                    wakeUps.incrementAndGet();
                }
            });
        }

        @Actor
        public void committer() {
            tail.publish(Given.commit(0));
        }

        @Arbiter
        public void afterwards(ZI_Result result) {
            result.r2 = wakeUps.get();
        }
    }

    @JCStressTest
    @Description("Recent commits are read while the oldest of two makes room for a third.")
    @Outcome(
            id = {"<0>", "<01>"},
            expect = ACCEPTABLE,
            desc = "it was still there")
    @Outcome(id = "<>", expect = ACCEPTABLE, desc = "it was gone: the reader turns to the store")
    @Outcome(
            id = {"<1>", "<12>", "<2>", "<02>"},
            expect = FORBIDDEN,
            desc = "the reader passes over what is gone")
    @Outcome(expect = FORBIDDEN, desc = "more than was ever kept, or out of order")
    @State
    public static class ReadAndEvict {
        private final Tail tail = new Followed(2).tail;

        public ReadAndEvict() {
            tail.join();
            tail.publish(Given.commit(0));
        }

        @Actor
        public void follower(L_Result result) {
            result.r1 = tail.from(SequenceNumber.FIRST, 10).stream()
                    .map(Commit::first)
                    .map(SequenceNumber::toString)
                    .collect(Collectors.joining("", "<", ">"));
        }

        @Actor
        public void committer() {
            tail.publish(Given.commit(1));
            tail.publish(Given.commit(2));
        }
    }

    @JCStressTest
    @Description("The first follower joins while commits are made of which memory keeps only the last.")
    @Outcome(id = "<012>", expect = ACCEPTABLE, desc = "from the store and from memory, without a seam")
    @Outcome(
            id = {"<>", "<0>", "<01>"},
            expect = FORBIDDEN,
            desc = "it joined too late to be woken, and waits")
    @Outcome(
            id = {"<12>", "<02>", "<1>", "<2>"},
            expect = FORBIDDEN,
            desc = "a commit is skipped at the switch")
    @Outcome(expect = FORBIDDEN, desc = "repeated, out of order, or entered by two")
    @State
    public static class JoinAndCommit {
        private final Followed log = new Followed(1);
        private final Follows follows = new Follows(Long.MAX_VALUE);

        @Actor
        public void follower() {
            log.follow(follows);
        }

        @Actor
        public void committer() {
            log.commit(0);
            log.commit(1);
            log.commit(2);
        }

        @Arbiter
        public void afterwards(L_Result result) {
            result.r1 = follows.received();
        }
    }

    @JCStressTest
    @Description("The last follower leaves, with which memory is emptied, while the next one joins.")
    @Outcome(id = "<0>, <01>", expect = ACCEPTABLE, desc = "one has left, the other goes on")
    @Outcome(id = "<0>, <0?>", expect = FORBIDDEN, desc = "the one who joined counts for nothing")
    @Outcome(id = "<01>, .*", expect = FORBIDDEN, desc = "the one who left did not")
    @Outcome(expect = FORBIDDEN, desc = "skipped, repeated, out of order, or entered by two")
    @State
    public static class LeaveAndJoin {
        private final Followed log = new Followed(10);
        private final Follows leaving = log.follow(Long.MAX_VALUE);
        private final Follows joining = new Follows(Long.MAX_VALUE);

        public LeaveAndJoin() {
            log.commit(0);
        }

        @Actor
        public void one() {
            leaving.cancel();
        }

        @Actor
        public void other() {
            log.follow(joining);
        }

        @Arbiter
        public void afterwards(LL_Result result) {
            log.commit(1);
            result.r1 = leaving.received();
            result.r2 = joining.received();
        }
    }
}
