package io.pushmi.endtoend;

import io.grpc.Channel;
import io.pushmi.endtoend.OneAtATimeChecker.Halt;
import io.pushmi.endtoend.ReconnectingClient.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A partitioned handler, some of whose events fail at first, and an unpartitioned one, each with a client at either of
 * two Runtimes. What both clients of one handler are given is in one journal.
 */
final class HandlersOfTwo implements AutoCloseable {
    private static final int CONCURRENCY = 4;
    private static final int FAILING_ONE_OF = 53;

    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private final Map<DeliveryRules, ProcessorJournal> journals = new LinkedHashMap<>();
    private final List<ReconnectingClient<?, ?>> clients = new ArrayList<>();

    /** @param window how many events may come again after a take-over, besides those of one that came late */
    HandlersOfTwo(List<AtomicReference<@Nullable Channel>> runtimes, int window) {
        add("the partitioned handler", 1, CONCURRENCY, window, runtimes, new Trouble(FAILING_ONE_OF));
        add("the unpartitioned handler", 2, 0, window, runtimes, new Trouble(Integer.MAX_VALUE));
    }

    private record Trouble(int failingOneOf) implements Work {
        @Override
        public long millis(LoggedEvent event) {
            return 0;
        }

        @Override
        public boolean fails(LoggedEvent event, boolean again) {
            return !again && event.number() % failingOneOf == failingOneOf - 1;
        }

        @Override
        public void answered() {
            // Nobody counts.
        }
    }

    private void add(
            String name,
            int id,
            int concurrency,
            int window,
            List<AtomicReference<@Nullable Channel>> runtimes,
            Work work) {
        ProcessorJournal journal = new ProcessorJournal();
        // What a halted Runtime gives late are events of the other that come again, and those may lose a window, too.
        journals.put(
                new DeliveryRules(name, event -> true, concurrency > 0, Math.max(1, concurrency), 2 * window, Set.of()),
                journal);
        for (AtomicReference<@Nullable Channel> runtime : runtimes) {
            ReconnectingClient<?, ?> client = new ReconnectingHandler(
                    new UUID(0x2d3d9b6e0f3b4c0eL, id),
                    List.of(SharedLogClient.TYPE),
                    concurrency,
                    runtime,
                    timer,
                    work,
                    journal);
            clients.add(client);
            client.start();
        }
    }

    /** Those that have not handled all events of the log, with what is known of them. */
    List<String> behind(List<LoggedEvent> log) {
        List<String> behind = new ArrayList<>();
        journals.forEach((rules, journal) -> {
            if (journal.handled() < log.size()) {
                behind.add(rules.name() + " has handled " + journal.handled() + " of " + log.size() + "; connections: "
                        + clients.stream().map(ReconnectingClient::endings).toList());
            }
        });
        return behind;
    }

    /** What was delivered otherwise than it should have been, when everything has been handled. */
    List<String> violations(List<LoggedEvent> log, List<Halt> halts) {
        List<String> violations = new ArrayList<>();
        journals.forEach((rules, journal) -> {
            OneAtATimeChecker checker =
                    OneAtATimeChecker.check(rules.isPartitioned(), journal.timed(), journal.ended(), halts);
            checker.violations().forEach(found -> violations.add(rules.name() + " " + found));
            DeliveryChecker deliveries = DeliveryChecker.check(rules, log, checker.steps());
            violations.addAll(deliveries.violations());
            System.out.printf(
                    "two Runtimes: %s was taken over %d times, %d events came late; again, by spell: %s%n",
                    rules.name(), checker.takeOvers(), checker.late(), deliveries.repeated());
        });
        return violations;
    }

    @Override
    public void close() {
        clients.forEach(ReconnectingClient::close);
        timer.shutdownNow();
    }
}
