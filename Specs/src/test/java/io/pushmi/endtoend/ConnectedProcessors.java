package io.pushmi.endtoend;

import io.grpc.Channel;
import io.pushmi.endtoend.ReconnectingClient.Work;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One client for each of a partitioned handler, of which one partition is slow and some events fail at first, an
 * unpartitioned handler of one of two types, a partitioned filter, a public filter and a projection. They connect to
 * whatever Runtime there is, and say at the end what they were given that they should not have been.
 */
final class ConnectedProcessors implements AutoCloseable {
    static final UUID KNEADED = UUID.fromString("5f0b6a5e-8d3c-4a8e-9d0f-1c2b3a4d5e61");
    static final UUID BAKED = UUID.fromString("5f0b6a5e-8d3c-4a8e-9d0f-1c2b3a4d5e62");
    static final List<UUID> TYPES = List.of(KNEADED, BAKED);
    static final String SLOW = "sourdough";

    private static final UUID FILTER = UUID.fromString("5f0b6a5e-8d3c-4a8e-9d0f-1c2b3a4d5e63");
    private static final UUID PUBLIC_FILTER = UUID.fromString("5f0b6a5e-8d3c-4a8e-9d0f-1c2b3a4d5e64");
    private static final UUID PROJECTION = UUID.fromString("5f0b6a5e-8d3c-4a8e-9d0f-1c2b3a4d5e65");
    private static final int CONCURRENCY = 8;
    private static final int MILLIS_FOR_A_SLOW_EVENT = 15;
    private static final int FAILING_ONE_OF = 53;

    private final AtomicReference<@Nullable Channel> runtime = new AtomicReference<>();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private final Map<ReconnectingClient<?, ?>, DeliveryRules> rules = new LinkedHashMap<>();
    private final Map<ReconnectingClient<?, ?>, Set<Integer>> ended = new LinkedHashMap<>();
    private final Map<ReconnectingClient<?, ?>, Integer> connectionsBefore = new LinkedHashMap<>();
    private final int window;

    /** Calls the second argument after each answer of any of them. */
    ConnectedProcessors(int window, Runnable answered) {
        this.window = window;
        Work quick = new Trouble(0, Integer.MAX_VALUE, answered);
        Work troubled = new Trouble(MILLIS_FOR_A_SLOW_EVENT, FAILING_ONE_OF, answered);
        Predicate<LoggedEvent> all = event -> true;
        add(
                "the partitioned handler",
                all,
                CONCURRENCY,
                new ReconnectingHandler(
                        UUID.fromString("5f0b6a5e-8d3c-4a8e-9d0f-1c2b3a4d5e66"),
                        TYPES,
                        CONCURRENCY,
                        runtime,
                        timer,
                        troubled));
        add(
                "the unpartitioned handler",
                event -> event.type().equals(BAKED.toString()),
                0,
                new ReconnectingHandler(
                        UUID.fromString("5f0b6a5e-8d3c-4a8e-9d0f-1c2b3a4d5e67"),
                        List.of(BAKED),
                        0,
                        runtime,
                        timer,
                        quick));
        add(
                "the filter",
                all,
                0,
                new ReconnectingPartitionedFilter(
                        FILTER,
                        ConnectedProcessors::isIncluded,
                        ConnectedProcessors::partition,
                        runtime,
                        timer,
                        quick));
        add(
                "the public filter",
                LoggedEvent::isPublic,
                0,
                new ReconnectingPublicFilter(PUBLIC_FILTER, all, LoggedEvent::source, runtime, timer, quick));
        add("the projection", all, 0, new ReconnectingProjection(PROJECTION, TYPES, runtime, timer, quick));
    }

    private record Trouble(int slowMillis, int failingOneOf, Runnable afterwards) implements Work {
        @Override
        public long millis(LoggedEvent event) {
            return event.source().equals(SLOW) ? slowMillis : 0;
        }

        @Override
        public boolean fails(LoggedEvent event, boolean again) {
            return !again && event.number() % failingOneOf == failingOneOf - 1;
        }

        @Override
        public void answered() {
            afterwards.run();
        }
    }

    private void add(String name, Predicate<LoggedEvent> wants, int concurrency, ReconnectingClient<?, ?> client) {
        Set<Integer> inGoodOrder = new HashSet<>();
        rules.put(
                client, new DeliveryRules(name, wants, concurrency > 0, Math.max(1, concurrency), window, inGoodOrder));
        ended.put(client, inGoodOrder);
        client.start();
    }

    private static boolean isIncluded(LoggedEvent event) {
        return event.number() % 3 == 0;
    }

    private static String partition(LoggedEvent event) {
        return "shelf " + event.number() % 5;
    }

    /** From now on this is the Runtime. */
    void connect(Channel channel) {
        rules.keySet()
                .forEach(
                        client -> connectionsBefore.put(client, client.journal().connections()));
        runtime.set(channel);
    }

    /** From now on there is none; they go on trying. */
    void disconnect() {
        runtime.set(null);
    }

    /** There is none any more, and it has ended all connections since it was there in good order. */
    void disconnectedInGoodOrder() {
        disconnect();
        ended.forEach((client, connections) -> {
            for (int i = connectionsBefore.getOrDefault(client, 0);
                    i < client.journal().connections();
                    i++) {
                connections.add(i);
            }
        });
    }

    /** Those that have not handled all events of the log that they want, with what is known of them. */
    List<String> behind(List<LoggedEvent> log) {
        List<String> behind = new ArrayList<>();
        rules.forEach((client, rule) -> {
            long wanted = log.stream().filter(rule.wants()).count();
            if (client.journal().handled() < wanted) {
                List<String> endings = client.endings();
                behind.add(rule.name() + " has handled " + client.journal().handled() + " of " + wanted
                        + "; connections: "
                        + endings.subList(Math.max(0, endings.size() - 5), endings.size()));
            }
        });
        return behind;
    }

    /** What was delivered otherwise than it should have been, when they have handled everything. */
    List<String> violations(List<LoggedEvent> log) {
        List<String> violations = new ArrayList<>();
        rules.forEach((client, rule) -> violations.addAll(
                DeliveryChecker.check(rule, log, client.journal().steps()).violations()));
        return violations;
    }

    /** What is wrong with what they have made: two streams and read models. */
    List<String> outcomeViolations(ReadingLogs reading, List<LoggedEvent> log) {
        List<String> violations = new ArrayList<>(OutcomeChecker.streamViolations(
                log, ConnectedProcessors::isIncluded, ConnectedProcessors::partition, reading.stream(FILTER)));
        violations.addAll(OutcomeChecker.streamViolations(
                log, LoggedEvent::isPublic, LoggedEvent::source, reading.publicStream(PUBLIC_FILTER)));
        violations.addAll(OutcomeChecker.countViolations(log, reading.counts(PROJECTION)));
        return violations;
    }

    /** The most events of one connection that came again, by processor. */
    Map<String, Integer> mostRepeated(List<LoggedEvent> log) {
        Map<String, Integer> most = new LinkedHashMap<>();
        rules.forEach((client, rule) -> most.put(
                rule.name(),
                DeliveryChecker.check(rule, log, client.journal().steps()).repeated().values().stream()
                        .mapToInt(Integer::intValue)
                        .max()
                        .orElse(0)));
        return most;
    }

    @Override
    public void close() {
        rules.keySet().forEach(ReconnectingClient::close);
        timer.shutdownNow();
    }
}
