package io.pushmi.runtime.events;

import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.events.erasing.Erasures;
import io.pushmi.runtime.events.erasing.Redactions;
import io.pushmi.runtime.execution.ExecutionContext;
import io.pushmi.runtime.execution.ExecutionContextPolicy;
import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.log.LogSettings;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.ContentType;
import io.pushmi.runtime.storage.Contexts;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.SpecStores;
import io.pushmi.runtime.storage.StorageEngine;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EventStoreSpec {
    private static final AggregateId CART = EventBuilder.aggregate("cart", "cart-1");
    private static final TenantId OTHER_TENANT = new TenantId(UUID.randomUUID());
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final StorageEngine engine = SpecStores.open();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final AtomicInteger handedOver = new AtomicInteger();
    private final Executor reading = task -> {
        handedOver.incrementAndGet();
        threads.execute(task);
    };
    private final EventStore store = store(new CommitLimits(1000, 20_000));

    @AfterEach
    void close() {
        threads.shutdownNow();
        engine.close();
    }

    private EventStore store(CommitLimits limits) {
        EventLogs logs =
                new EventLogs(engine.logs(), LogSettings.of(PATIENCE, 64 << 20), Clock.systemUTC(), threads, threads);
        Tenants tenants = new Tenants(List.of(TenantId.DEVELOPMENT, OTHER_TENANT));
        Erasures erasures = new Erasures(logs, engine.logs(), engine.states(), Optional.empty(), tenants, threads);
        return new EventStore(
                new Redactions(logs, engine.logs(), engine.states(), erasures, tenants, threads, PATIENCE),
                engine.logs(),
                new ExecutionContextPolicy(tenants, Optional.empty(), Optional.empty()),
                limits,
                reading);
    }

    private CommitOutcome commit(RequestBuilder request) {
        return store.commit(request.build()).toCompletableFuture().join();
    }

    private void committed(RequestBuilder request) {
        assertThat(commit(request)).isInstanceOf(CommitOutcome.Committed.class);
    }

    private FetchOutcome.Found fetch(ExecutionContext context, Optional<Set<EventTypeId>> types) {
        FetchOutcome outcome =
                store.fetch(context, CART, types).toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(FetchOutcome.Found.class);
        return (FetchOutcome.Found) outcome;
    }

    private FetchOutcome.Found fetch() {
        return fetch(Contexts.any(), Optional.empty());
    }

    private static List<Long> numbers(FetchOutcome.Found found) {
        List<Long> numbers = new ArrayList<>();
        for (CommittedEvent event : found.events().toIterable()) {
            numbers.add(event.sequenceNumber().value());
        }
        return numbers;
    }

    private void isInvalid(RequestBuilder request, String... words) {
        assertThat(commit(request))
                .isInstanceOfSatisfying(
                        CommitOutcome.Invalid.class,
                        invalid -> assertThat(invalid.reason()).contains(words));
        assertThat(engine.logs()
                        .head(LogId.mainOf(TenantId.DEVELOPMENT))
                        .toCompletableFuture()
                        .join()
                        .next())
                .isEqualTo(SequenceNumber.FIRST);
    }

    @Nested
    class when_a_commit_is_no_good {
        @Test
        void a_tenant_that_is_not_configured_is_refused() {
            isInvalid(request().context(Contexts.of(TenantId.SYSTEM)), TenantId.SYSTEM.toString());
        }

        @Test
        void content_that_is_not_JSON_is_refused_with_event_and_position() {
            isInvalid(request(event(), event().json("{\"a\":}")), "event 1", "line 1, column 6");
        }

        @Test
        void content_that_does_not_claim_to_be_JSON_is_anything() {
            committed(request(event().content(
                            new Content.Present(Bytes.wrap(new byte[] {1, 2}), new ContentType("text/plain")))));
        }

        @Test
        void an_event_that_is_too_large_is_refused_with_both_sizes() {
            isInvalid(request(event().json("\"" + "x".repeat(999) + "\"")), "event 0", "1001", "1000");
            committed(request(event().json("\"" + "x".repeat(998) + "\"")));
        }

        @Test
        void a_commit_that_is_too_large_is_refused_with_both_sizes() {
            isInvalid(request().events(100), "20000", "the commit takes");
        }
    }

    @Nested
    class when_a_commit_is_large {
        private final EventStore roomy = store(new CommitLimits(1 << 20, 4 << 20));

        private CommitOutcome commit(String json) {
            return roomy.commit(request(event().json(json)).build())
                    .toCompletableFuture()
                    .join();
        }

        @Test
        void whoever_brings_it_does_not_have_to_read_through_it() {
            assertThat(commit("\"" + "x".repeat(1000) + "\"")).isInstanceOf(CommitOutcome.Committed.class);
            assertThat(handedOver).hasValue(0);
            assertThat(commit("\"" + "x".repeat(100_000) + "\"")).isInstanceOf(CommitOutcome.Committed.class);
            assertThat(commit("\"" + "x".repeat(100_000))).isInstanceOf(CommitOutcome.Invalid.class);
            assertThat(handedOver).hasValue(2);
        }
    }

    @Nested
    class when_fetching_an_aggregate {
        @Test
        void one_without_events_has_the_initial_version() {
            committed(request());
            assertThat(fetch().version()).isEqualTo(AggregateVersion.INITIAL);
            assertThat(numbers(fetch())).isEmpty();
        }

        @Test
        void its_events_come_in_order_and_nobody_elses() {
            committed(request(event(), event().appliedBy(CART), event().source("cart-1")));
            committed(request(event().appliedBy(EventBuilder.aggregate("cart", "cart-2"))));
            committed(request(event().appliedBy(CART), event().appliedBy(EventBuilder.aggregate("other", "cart-1"))));
            assertThat(fetch().version()).isEqualTo(new AggregateVersion(2));
            assertThat(numbers(fetch())).containsExactly(1L, 4L);
        }

        @Test
        void only_the_wanted_types_come_and_the_version_is_the_whole_aggregates() {
            committed(request(event("A", "s").appliedBy(CART), event("B", "s").appliedBy(CART)));
            FetchOutcome.Found onlyB = fetch(Contexts.any(), Optional.of(Set.of(new EventTypeId("B"))));
            FetchOutcome.Found none = fetch(Contexts.any(), Optional.of(Set.of()));
            assertThat(onlyB.version()).isEqualTo(new AggregateVersion(2));
            assertThat(numbers(onlyB)).containsExactly(1L);
            assertThat(none.version()).isEqualTo(new AggregateVersion(2));
            assertThat(numbers(none)).isEmpty();
        }

        @Test
        void it_is_as_it_was_when_the_call_began() {
            committed(request(event().appliedBy(CART)));
            FetchOutcome.Found before = fetch();
            committed(request(event().appliedBy(CART)));
            assertThat(numbers(before)).containsExactly(0L);
        }

        @Test
        void a_long_one_is_read_as_it_is_asked_for() {
            for (int i = 0; i < 1200; i++) {
                committed(request(event().appliedBy(CART)));
            }
            StepVerifier.create(fetch().events(), 3)
                    .expectNextCount(3)
                    .thenRequest(500)
                    .expectNextCount(500)
                    .thenRequest(Long.MAX_VALUE)
                    .expectNextCount(697)
                    .expectComplete()
                    .verify(PATIENCE);
        }

        @Test
        void an_erased_event_keeps_its_place() {
            committed(request(event().appliedBy(CART), event().appliedBy(CART)));
            engine.logs()
                    .erase(LogId.mainOf(TenantId.DEVELOPMENT), Map.of(SequenceNumber.FIRST, Content.ERASED))
                    .toCompletableFuture()
                    .join();
            List<CommittedEvent> events =
                    fetch().events().collectList().blockOptional(PATIENCE).orElseThrow();
            assertThat(events).extracting(event -> event.event().isErased()).containsExactly(true, false);
        }

        @Test
        void tenants_do_not_see_one_anothers() {
            committed(request(event().appliedBy(CART)));
            assertThat(numbers(fetch(Contexts.of(OTHER_TENANT), Optional.empty())))
                    .isEmpty();
            assertThat(store.fetch(Contexts.of(TenantId.SYSTEM), CART, Optional.empty())
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(FetchOutcome.Invalid.class);
        }
    }

    @Nested
    class when_artifacts_are_declared {
        private final ArtifactRegistry registry =
                new ArtifactRegistry(engine.states(), new Tenants(List.of(TenantId.DEVELOPMENT, OTHER_TENANT)));

        @Test
        void the_last_declaration_of_an_id_is_remembered() {
            registry.registerEventType(new RegisteredArtifact("id", 1, "first")).block(PATIENCE);
            registry.registerEventType(new RegisteredArtifact("id", 2, "second"))
                    .block(PATIENCE);
            registry.registerAggregateRoot(new RegisteredArtifact("id", 1, "")).block(PATIENCE);
            assertThat(registry.eventType("id").block(PATIENCE)).isEqualTo(new RegisteredArtifact("id", 2, "second"));
            assertThat(registry.aggregateRoot("id").block(PATIENCE)).isEqualTo(new RegisteredArtifact("id", 1, ""));
            assertThat(registry.eventType("other").blockOptional(PATIENCE)).isEmpty();
        }

        @Test
        void those_who_declare_at_once_do_not_get_into_each_others_way() {
            Flux.range(0, 8)
                    .flatMap(i -> registry.registerEventType(new RegisteredArtifact("id", i, "a" + i)))
                    .blockLast(PATIENCE);
            assertThat(registry.eventType("id").blockOptional(PATIENCE)).isPresent();
        }

        @Test
        void a_new_registry_knows_them_too() {
            registry.registerEventType(new RegisteredArtifact("id", 1, "alias")).block(PATIENCE);
            ArtifactRegistry later = new ArtifactRegistry(engine.states(), new Tenants(List.of(OTHER_TENANT)));
            assertThat(later.eventType("id").block(PATIENCE)).isEqualTo(new RegisteredArtifact("id", 1, "alias"));
        }
    }
}
