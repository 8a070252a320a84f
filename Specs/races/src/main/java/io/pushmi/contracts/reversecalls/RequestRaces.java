package io.pushmi.contracts.reversecalls;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Requests race with the transport that becomes ready, and with one another for places. */
final class RequestRaces {
    private RequestRaces() {}

    @JCStressTest
    @Description("A request is handed to the writer while the transport becomes ready.")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "written, by the one or the other")
    @Outcome(expect = FORBIDDEN, desc = "the request waits although the transport is ready, or is written twice")
    @State
    public static class RequestAndReadiness {
        private final CountingTransport transport = new CountingTransport();
        private final Writer<String> writer = new Writer<>(transport, new Requests<>(1), failure -> {});

        @Actor
        public void owner() {
            writer.writeWhenReady("request");
        }

        @Actor
        public void transport() {
            transport.becomeReady();
            writer.lookAgain();
        }

        @Arbiter
        public void written(I_Result result) {
            result.r1 = transport.written();
        }
    }

    @JCStressTest
    @Description("Two threads hand a message each to the writer.")
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "both written, one at a time")
    @Outcome(expect = FORBIDDEN, desc = "one is left lying, or two were in the transport at the same time")
    @State
    public static class TwoWriters {
        private final CountingTransport transport = new CountingTransport();
        private final Writer<String> writer = new Writer<>(transport, new Requests<>(1), failure -> {});

        @Actor
        public void first() {
            writer.write("first");
        }

        @Actor
        public void second() {
            writer.write("second");
        }

        @Arbiter
        public void written(I_Result result) {
            result.r1 = transport.written();
        }
    }

    @JCStressTest
    @Description("Somebody finds no place while the only one is given back.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "came after the place was free")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "came before, and was called")
    @Outcome(expect = FORBIDDEN, desc = "waits in line for a place that is free, or is called twice")
    @State
    public static class TakeAndGiveBack {
        private final AtomicInteger called = new AtomicInteger();
        private final Requests<String> requests = full();

        @Actor
        public void latecomer(II_Result result) {
            result.r1 = requests.takePlace(called::incrementAndGet) ? 1 : 0;
        }

        @Actor
        public void transport() {
            String unused = requests.poll();
            requests.callThoseInLine();
        }

        @Arbiter
        public void line(II_Result result) {
            result.r2 = called.get();
        }

        private static Requests<String> full() {
            Requests<String> requests = new Requests<>(1);
            boolean unused = requests.takePlace(() -> {});
            requests.add("first");
            return requests;
        }
    }
}
