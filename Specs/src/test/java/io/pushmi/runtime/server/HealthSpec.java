package io.pushmi.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.pushmi.contracts.runtime.aggregates.AggregateRootsGrpc;
import io.pushmi.contracts.runtime.events.EventStoreGrpc;
import io.pushmi.contracts.runtime.events.EventTypesGrpc;
import io.pushmi.runtime.storage.StorageHealth;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HealthSpec {
    private static final String EVERYTHING = "";
    private static final String EVENT_STORE = "dolittle.runtime.events.EventStore";
    private static final String EVENT_HANDLERS = "dolittle.runtime.events.processing.EventHandlers";

    private final FakeStore store = new FakeStore();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Port port = new Port();

    @AfterEach
    void close() {
        timer.shutdownNow();
        port.close();
    }

    @Test
    void while_it_starts_nothing_is_serving_and_services_are_not_known_yet() {
        assertThat(statusOf(EVERYTHING)).isEqualTo(ServingStatus.NOT_SERVING);
        assertThat(codeOf(EVENT_STORE)).isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void with_a_healthy_store_everything_is_serving() {
        report();

        for (String service : List.of(EVERYTHING, EVENT_STORE, EVENT_HANDLERS, "grpc.health.v1.Health")) {
            assertThat(statusOf(service)).as(service).isEqualTo(ServingStatus.SERVING);
        }
    }

    @Test
    void with_a_store_that_takes_no_commits_what_has_to_write_is_not_serving() {
        report();

        store.becomes(new StorageHealth.ReadOnly("the disk is full"));

        await().untilAsserted(() -> assertThat(statusOf(EVENT_STORE)).isEqualTo(ServingStatus.NOT_SERVING));
        assertThat(statusOf(EVENT_HANDLERS)).isEqualTo(ServingStatus.SERVING);
        await().untilAsserted(() -> assertThat(statusOf(EVERYTHING)).isEqualTo(ServingStatus.NOT_SERVING));
    }

    @Test
    void with_a_store_that_serves_nothing_nothing_is_serving() {
        report();

        store.becomes(new StorageHealth.Unavailable("the disk is gone"));

        for (String service : List.of(EVERYTHING, EVENT_STORE, EVENT_HANDLERS)) {
            await().untilAsserted(() -> assertThat(statusOf(service)).isEqualTo(ServingStatus.NOT_SERVING));
        }
    }

    @Test
    void when_the_store_recovers_everything_is_serving_again() {
        store.becomes(new StorageHealth.Unavailable("the disk is gone"));
        report();
        assertThat(statusOf(EVERYTHING)).isEqualTo(ServingStatus.NOT_SERVING);

        store.becomes(StorageHealth.HEALTHY);

        await().untilAsserted(() -> assertThat(statusOf(EVERYTHING)).isEqualTo(ServingStatus.SERVING));
        await().untilAsserted(() -> assertThat(statusOf(EVENT_STORE)).isEqualTo(ServingStatus.SERVING));
    }

    @Test
    void a_store_that_cannot_tell_is_not_serving() {
        report();

        store.breaks();

        await().untilAsserted(() -> assertThat(statusOf(EVERYTHING)).isEqualTo(ServingStatus.NOT_SERVING));
    }

    @Test
    void at_the_end_nothing_is_serving_whatever_the_store_says() {
        report().end();

        for (String service : List.of(EVERYTHING, EVENT_STORE, EVENT_HANDLERS)) {
            assertThat(statusOf(service)).as(service).isEqualTo(ServingStatus.NOT_SERVING);
        }
    }

    @Test
    void the_services_that_have_to_write_exist() {
        assertThat(HealthReport.WRITING)
                .containsExactlyInAnyOrder(
                        EventStoreGrpc.SERVICE_NAME, EventTypesGrpc.SERVICE_NAME, AggregateRootsGrpc.SERVICE_NAME);
    }

    private HealthReport report() {
        port.open(new Troublesome().bindService(), new Conversation().bindService());
        return new HealthReport(store, List.of(port.port()), timer);
    }

    private ServingStatus statusOf(String service) {
        return HealthGrpc.newBlockingStub(port.channel())
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    private Code codeOf(String service) {
        try {
            statusOf(service);
            return Code.OK;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus().getCode();
        }
    }
}
