package io.pushmi.runtime.log;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two threads are the first to use a log. */
final class OpeningRaces {
    private static final String APART = "opened twice: the follower waits at an end to which the committer never comes";

    private OpeningRaces() {}

    @JCStressTest
    @Description("One commits and one follows, and neither finds the log open; r2 counts how often it was opened.")
    @Outcome(id = "<0>, 1", expect = ACCEPTABLE, desc = "both work on the same open log")
    @Outcome(id = ".*, 2", expect = FORBIDDEN, desc = APART)
    @Outcome(expect = FORBIDDEN, desc = "the commit does not reach the follower, or more than once")
    @State
    public static class CommitAndFollow {
        private final Committing committing = new Committing(Given.LONG);
        private Follows follows = new Follows(0);

        @Actor
        public void committer() {
            CompletionStage<CommitOutcome> unused = committing.commit();
        }

        @Actor
        public void follower() {
            follows = committing.follow();
        }

        @Arbiter
        public void afterwards(LI_Result result) {
            result.r1 = follows.received();
            result.r2 = committing.store.headsAsked();
        }
    }

    @JCStressTest
    @Description("The same after the log could not be opened once.")
    @Outcome(id = "<0>, 2", expect = ACCEPTABLE, desc = "opened again by one of them, for both")
    @Outcome(id = ".*, 3", expect = FORBIDDEN, desc = APART)
    @Outcome(expect = FORBIDDEN, desc = "the commit does not reach the follower, or more than once")
    @State
    public static class CommitAndFollowAfterFailure {
        private final Committing committing = new Committing(Given.LONG);
        private Follows follows = new Follows(0);

        public CommitAndFollowAfterFailure() {
            committing.store.available(false);
            CompletionStage<CommitOutcome> unused = committing.commit();
            committing.store.available(true);
        }

        @Actor
        public void committer() {
            CompletionStage<CommitOutcome> unused = committing.commit();
        }

        @Actor
        public void follower() {
            follows = committing.follow();
        }

        @Arbiter
        public void afterwards(LI_Result result) {
            result.r1 = follows.received();
            result.r2 = committing.store.headsAsked();
        }
    }

    @JCStressTest
    @Description("Two threads ask the Runtime for one log.")
    @Outcome(id = "the same", expect = ACCEPTABLE, desc = "there is one, whoever was first")
    @Outcome(expect = FORBIDDEN, desc = "each has a committer of its own, and they get into each other's way")
    @State
    public static class AskForTheLog {
        private final EventLogs logs = new EventLogs(
                new ShortLogs(), Given.settings(Given.LONG), Clock.systemUTC(), Runnable::run, Silence.TIMER);
        private final EventLog[] found = new EventLog[2];

        @Actor
        public void one() {
            found[0] = logs.log(Given.LOG);
        }

        @Actor
        public void other() {
            found[1] = logs.log(Given.LOG);
        }

        @Arbiter
        public void afterwards(L_Result result) {
            result.r1 = found[0] == found[1] ? "the same" : "two";
        }
    }

    /** A timer that never gets to anything, so that every race begins anew without leaving a task behind. */
    private static final class Silence extends ScheduledThreadPoolExecutor {
        static final Silence TIMER = new Silence();
        private final ScheduledFuture<?> never;

        private Silence() {
            super(1, task -> {
                Thread thread = new Thread(task, "silence");
                thread.setDaemon(true);
                return thread;
            });
            never = schedule(() -> {}, 1, TimeUnit.DAYS);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initial, long delay, TimeUnit unit) {
            return never;
        }
    }
}
