package io.pushmi.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.EventHandlerResponse;
import io.pushmi.contracts.runtime.events.processing.HandleEventRequest;
import io.pushmi.runtime.configuration.EndpointName;
import io.pushmi.runtime.doors.dolittle.HandlerClient;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.ScopeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Event handlers over sockets: of either scope, partitioned or not, for both types of the events or one, when the events
 * are there before the handler or come afterwards, and on both private ports.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HandlerMatrixSpec {
    private static final int EVENTS = 8;
    private static final ScopeId SCOPE = new ScopeId(UUID.fromString("3b1c9a77-90ab-4b8e-8a42-2a5d0f3c6e10"));
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    private static StartedRuntime runtime;

    @BeforeAll
    static void start() {
        runtime = StartedRuntime.start(folder, Map.of());
    }

    @AfterAll
    static void close() {
        runtime.close();
    }

    record Case(EndpointName port, ScopeId scope, boolean partitioned, boolean allTypes, boolean live) {
        @Override
        public String toString() {
            return port
                    + (scope.equals(ScopeId.DEFAULT) ? ", default scope" : ", scoped")
                    + (partitioned ? ", partitioned" : ", unpartitioned")
                    + (allTypes ? ", all types" : ", one type")
                    + (live ? ", live" : ", catching up");
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (EndpointName port : List.of(EndpointName.PRIVATE, EndpointName.PRIVATE_V5)) {
            for (int bits = 0; bits < 16; bits++) {
                cases.add(new Case(
                        port,
                        (bits & 1) == 0 ? ScopeId.DEFAULT : SCOPE,
                        (bits & 2) == 0,
                        (bits & 4) == 0,
                        (bits & 8) == 0));
            }
        }
        return cases.stream();
    }

    static Stream<Case> partitionedCases() {
        return cases().filter(Case::partitioned);
    }

    /**
     * Eight events of two types and two sources, that nobody else knows of; each commit has two of them.
     *
     * @param numbers of those that the handler wants, in order
     */
    private record Scene(Case of, List<UUID> types, List<UUID> sources, List<Long> numbers) {
        static Scene of(Case of) {
            return new Scene(
                    of,
                    List.of(UUID.randomUUID(), UUID.randomUUID()),
                    List.of(UUID.randomUUID(), UUID.randomUUID()),
                    new ArrayList<>());
        }

        HandlerClient connect(Function<HandleEventRequest, Optional<EventHandlerResponse>> answering) {
            if (!of.live()) {
                commit();
            }
            ManagedChannel channel = runtime.connect(of.port());
            HandlerClient client = HandlerClient.connect(channel, registration().build(), answering);
            if (of.live()) {
                commit();
            }
            return client;
        }

        EventHandlerRegistrationRequest.Builder registration() {
            UUID[] wanted = types.subList(0, of.allTypes() ? 2 : 1).toArray(UUID[]::new);
            return StartedRuntime.handler(of.scope(), wanted).setPartitioned(of.partitioned());
        }

        private void commit() {
            for (int i = 0; i < EVENTS; i += 2) {
                long first = runtime.commit(of.scope(), event(i), event(i + 1));
                for (int j = 0; j < 2; j++) {
                    if (of.allTypes() || type(i + j) == 0) {
                        numbers.add(first + j);
                    }
                }
            }
        }

        private EventBuilder event(int index) {
            return EventBuilder.event(
                            types.get(type(index)).toString(),
                            sources.get(index % 2).toString())
                    .json("{\"index\":" + index + "}");
        }

        private static int type(int index) {
            return index / 2 % 2;
        }

        int partitionOf(HandleEventRequest request) {
            String text = sources.get(0).toString();
            return request.getEvent().getPartitionId().equals(shown(text)) ? 0 : 1;
        }

        com.google.protobuf.ByteString shown(String source) {
            return of.port() == EndpointName.PRIVATE_V5
                    ? EventStoreClient.uuid(UUID.fromString(source)).toByteString()
                    : com.google.protobuf.ByteString.copyFromUtf8(source);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_handler_without_problems_gets_every_event_that_it_wants_once_and_in_order(Case of) {
        Scene scene = Scene.of(of);
        try (HandlerClient client = scene.connect(HandlerClient.HANDLES)) {
            client.awaitAsked(scene.numbers().size());
            client.disconnect(Duration.ofSeconds(5));

            assertThat(client.end().isOk()).isTrue();
            assertThat(client.numbers()).isEqualTo(scene.numbers());
            for (int i = 0; i < client.asked().size(); i++) {
                HandleEventRequest request = client.asked().get(i);
                assertThat(request.getEvent().getStreamPosition()).isEqualTo(i);
                assertThat(request.getEvent().getPartitioned()).isEqualTo(of.partitioned());
                assertThat(request.getEvent().getScopeId())
                        .isEqualTo(EventStoreClient.uuid(of.scope().value()));
                assertThat(request.getEvent().getPartitionId())
                        .isEqualTo(request.getEvent().getEvent().getEventSourceId());
                assertThat(scene.sources())
                        .extracting(source -> scene.shown(source.toString()))
                        .contains(request.getEvent().getPartitionId());
                assertThat(request.hasRetryProcessingState()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_handler_that_fails_for_good_stays_at_that_event_or_its_partition_does(Case of) {
        Scene scene = Scene.of(of);
        List<Integer> asked = new ArrayList<>();
        Function<HandleEventRequest, Optional<EventHandlerResponse>> failing = request -> {
            asked.add(scene.partitionOf(request));
            return asked.size() == 3
                    ? Optional.of(HandlerClient.failedForGood("the third"))
                    : HandlerClient.HANDLES.apply(request);
        };
        try (HandlerClient client = scene.connect(failing)) {
            int expected = of.partitioned() ? 2 + 1 + scene.numbers().size() / 2 - 1 : 3;
            client.awaitAsked(expected);
            client.disconnect(Duration.ofSeconds(5));

            assertThat(client.end().isOk()).isTrue();
            assertThat(client.asked()).hasSize(expected);
            if (of.partitioned()) {
                int stuck = asked.get(2);
                assertThat(asked.subList(3, asked.size())).doesNotContain(stuck);
            }
            assertThat(client.numbers().subList(0, 3)).isEqualTo(scene.numbers().subList(0, 3));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_handler_that_fails_for_one_partition_goes_on_with_the_others_or_stops_at_the_first(Case of) {
        Scene scene = Scene.of(of);
        try (HandlerClient client = scene.connect(request -> scene.partitionOf(request) == 0
                ? Optional.of(HandlerClient.failedForGood("the partition"))
                : HandlerClient.HANDLES.apply(request))) {
            int expected = of.partitioned() ? 1 + scene.numbers().size() / 2 : 1;
            client.awaitAsked(expected);
            client.disconnect(Duration.ofSeconds(5));

            assertThat(client.end().isOk()).isTrue();
            assertThat(client.asked()).hasSize(expected);
            assertThat(client.asked().stream()
                            .filter(request -> scene.partitionOf(request) == 0)
                            .toList())
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("partitionedCases")
    void a_handler_that_fails_for_all_partitions_stays_at_the_first_event_of_each(Case of) {
        Scene scene = Scene.of(of);
        try (HandlerClient client = scene.connect(request -> Optional.of(HandlerClient.failedForGood("everything")))) {
            client.awaitAsked(2);
            client.disconnect(Duration.ofSeconds(5));

            assertThat(client.end().isOk()).isTrue();
            assertThat(client.numbers()).isEqualTo(scene.numbers().subList(0, 2));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_handler_that_fails_now_and_then_handles_every_event_in_the_end_and_in_order(Case of) {
        Scene scene = Scene.of(of);
        Set<Long> handled = java.util.concurrent.ConcurrentHashMap.newKeySet();
        List<Long> inOrder = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (HandlerClient client = scene.connect(request -> {
            if (!request.hasRetryProcessingState()) {
                return Optional.of(HandlerClient.failed("once", Duration.ofMillis(5)));
            }
            long number = request.getEvent().getEvent().getEventLogSequenceNumber();
            handled.add(number);
            inOrder.add(number);
            return HandlerClient.HANDLES.apply(request);
        })) {
            await().atMost(PATIENCE)
                    .until(() -> handled.size() == scene.numbers().size());

            assertThat(inOrder).containsExactlyInAnyOrderElementsOf(scene.numbers());
            for (int partition = 0; partition < 2; partition++) {
                int only = partition;
                assertThat(client.asked().stream()
                                .filter(request -> scene.partitionOf(request) == only)
                                .map(request -> request.getEvent().getStreamPosition())
                                .toList())
                        .isSorted();
            }
        }
    }
}
