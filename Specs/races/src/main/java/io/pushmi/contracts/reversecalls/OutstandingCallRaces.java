package io.pushmi.contracts.reversecalls;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.pushmi.contracts.protobuf.Uuid;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A response, the clock and the end of the stream race for one request. */
final class OutstandingCallRaces {
    private static final long TIMEOUT = 10;

    private OutstandingCallRaces() {}

    /** How often the owner of the request was told what. */
    abstract static class Asked {
        final OutstandingCalls<String> calls = new OutstandingCalls<>();
        private final AtomicInteger answered = new AtomicInteger();
        private final AtomicInteger timedOut = new AtomicInteger();
        private final AtomicInteger ended = new AtomicInteger();

        Uuid open() {
            return calls.open(0, this::take);
        }

        private void take(Answer<String> answer) {
            if (answer instanceof Answer.Answered) {
                answered.incrementAndGet();
            } else if (answer instanceof Answer.TimedOut) {
                timedOut.incrementAndGet();
            } else {
                ended.incrementAndGet();
            }
        }

        void show(III_Result result) {
            result.r1 = answered.get();
            result.r2 = timedOut.get();
            result.r3 = ended.get();
        }
    }

    @JCStressTest
    @Description("A response comes while the stream ends.")
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "the response was first")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "the end was first")
    @Outcome(expect = FORBIDDEN, desc = "the owner is told twice, or never")
    @State
    public static class ResponseAndEnd extends Asked {
        private final Uuid id = open();

        @Actor
        public void client() {
            boolean unused = calls.answer(id, "done");
        }

        @Actor
        public void end() {
            calls.end();
        }

        @Arbiter
        public void owner(III_Result result) {
            show(result);
        }
    }

    @JCStressTest
    @Description("A response comes while the time runs out.")
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "the response was first")
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "the clock was first")
    @Outcome(expect = FORBIDDEN, desc = "the owner is told twice, or never")
    @State
    public static class ResponseAndTimeout extends Asked {
        private final Uuid id = open();

        @Actor
        public void client() {
            boolean unused = calls.answer(id, "done");
        }

        @Actor
        public void clock() {
            calls.timeOut(TIMEOUT, TIMEOUT);
        }

        @Arbiter
        public void owner(III_Result result) {
            show(result);
        }
    }

    @JCStressTest
    @Description("A request is opened while the stream ends.")
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "ended, by the one or the other")
    @Outcome(expect = FORBIDDEN, desc = "the owner waits for an answer that never comes, or is told twice")
    @State
    public static class OpenAndEnd extends Asked {
        @Actor
        public void owner() {
            Uuid unused = open();
        }

        @Actor
        public void end() {
            calls.end();
        }

        @Arbiter
        public void told(III_Result result) {
            show(result);
        }
    }
}
