package io.pushmi.runtime.doors.dolittle;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.pushmi.contracts.reversecalls.Answer;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.EventHandlerResponse;
import io.pushmi.contracts.runtime.events.processing.HandleEventRequest;
import io.pushmi.contracts.runtime.events.processing.ProcessorFailure;
import io.pushmi.contracts.runtime.events.processing.StreamEvent;
import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.execution.Environment;
import io.pushmi.runtime.execution.ExecutionContextPolicy;
import io.pushmi.runtime.execution.MicroserviceId;
import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.processing.EventTarget;
import io.pushmi.runtime.processing.Outcome;
import io.pushmi.runtime.processing.RegistrationResult;
import io.pushmi.runtime.processing.Retry;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConnectingHandlersSpec {
    private final CallDouble<HandleEventRequest, EventHandlerResponse> client = new CallDouble<>();
    private final RegistrationDouble registration = new RegistrationDouble();
    private final CompletableFuture<RegistrationResult> result = new CompletableFuture<>();
    private final AtomicReference<@Nullable Function<TenantId, EventTarget>> targets = new AtomicReference<>();
    private final Departures departures = new Departures();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<String> woken = new ArrayList<>();

    private static CallerCheck callers() {
        RuntimeConfiguration configuration = RuntimeConfiguration.load(
                Path.of("no-such-folder"),
                Map.of("DOLITTLE__RUNTIME__PLATFORM__MICROSERVICEID", Requests.MICROSERVICE.toString()));
        return new CallerCheck(new ExecutionContextPolicy(
                new Tenants(Set.of(TenantId.DEVELOPMENT)),
                configuration.platform().configuredMicroservice(),
                Optional.of(new Environment("Development"))));
    }

    private void connect(EventHandlerRegistrationRequest.Builder wire) {
        connect(wire, WireShape.TEXT);
    }

    private void connect(EventHandlerRegistrationRequest.Builder wire, WireShape unlessTold) {
        EventHandlerRegistrationRequest arguments = wire.build();
        new Registering<>(
                        "EventHandlers/Connect",
                        callers(),
                        departures,
                        FailureType.FAILED_TO_REGISTER_EVENT_HANDLER,
                        new HandlerStart(
                                (definition, made) -> {
                                    targets.set(made);
                                    return result;
                                },
                                Duration.ofMinutes(10),
                                unlessTold))
                .register(arguments, arguments.getCallContext(), client);
    }

    private void connected() {
        connect(Registrations.handler());
        result.complete(new RegistrationResult.Registered(registration));
    }

    private boolean offer(Delivery delivery) {
        return Objects.requireNonNull(targets.get())
                .apply(TenantId.DEVELOPMENT)
                .offer(delivery, outcomes::add, () -> woken.add("room"));
    }

    @Nested
    class when_registering {
        @Test
        void is_accepted_once_the_processors_are_at_work() {
            connect(Registrations.handler());
            assertThat(client.accepted).isNull();

            result.complete(new RegistrationResult.Registered(registration));

            assertThat(client.accepted).isNotNull();
        }

        @Test
        void gets_events_from_before_the_acceptance_when_that_is_sent() {
            connect(Registrations.handler());

            assertThat(offer(Deliveries.of("customer-1"))).isFalse();
            assertThat(woken).isEmpty();
            result.complete(new RegistrationResult.Registered(registration));

            assertThat(woken).containsExactly("room");
            assertThat(offer(Deliveries.of("customer-1"))).isTrue();
        }

        @Test
        void is_refused_while_another_client_has_the_id() {
            connect(Registrations.handler());

            result.complete(new RegistrationResult.AlreadyRegistered());

            Answered.failure(
                    client.refusal(),
                    FailureType.EVENT_HANDLER_ALREADY_REGISTERED,
                    "event handler " + Registrations.ID + " is connected already in scope 00000000-0000-0000-0000",
                    "expected one client at a time");
        }

        @Test
        void is_refused_with_the_reason_that_the_processors_give() {
            connect(Registrations.handler());

            result.complete(new RegistrationResult.Refused("3 partitions are failing, expected none"));

            Answered.failure(
                    client.refusal(),
                    FailureType.FAILED_TO_REGISTER_EVENT_HANDLER,
                    "3 partitions are failing, expected none");
        }

        @Test
        void is_refused_while_the_store_cannot_be_asked() {
            connect(Registrations.handler());

            result.completeExceptionally(new StorageUnavailable("the disk is full", new IOException()));

            Answered.failure(client.refusal(), FailureType.EVENT_STORE_UNAVAILABLE, "the disk is full");
        }

        @Test
        void is_refused_if_a_field_is_malformed() {
            connect(Registrations.handler().clearScopeId());

            Answered.failure(
                    client.refusal(),
                    FailureType.FAILED_TO_REGISTER_EVENT_HANDLER,
                    "scopeId: expected a Uuid, found nothing");
            assertThat(targets.get()).isNull();
        }

        @Test
        void is_refused_if_its_context_is_not_complete() {
            connect(Registrations.handler()
                    .setCallContext(Registrations.context(Requests.context().clearCorrelationId())));

            Answered.failure(
                    client.refusal(),
                    FailureType.FAILED_TO_REGISTER_EVENT_HANDLER,
                    "callContext.executionContext.correlationId: expected a Uuid, found nothing");
        }

        @Test
        void is_refused_from_another_microservice() {
            connect(Registrations.handler()
                    .setCallContext(
                            Registrations.context(Requests.context().setMicroserviceId(Requests.uuid(Requests.ROOT)))));

            Answered.failure(
                    client.refusal(),
                    FailureType.FAILED_TO_REGISTER_EVENT_HANDLER,
                    new MicroserviceId(Requests.ROOT).toString(),
                    Requests.MICROSERVICE.toString());
        }

        @Test
        void is_refused_from_another_environment() {
            connect(Registrations.handler()
                    .setCallContext(Registrations.context(Requests.context().setEnvironment("Production"))));

            Answered.failure(
                    client.refusal(), FailureType.FAILED_TO_REGISTER_EVENT_HANDLER, "'Production'", "'Development'");
        }
    }

    @Nested
    class when_an_event_is_delivered {
        @Test
        void is_shown_the_event_and_where_it_is_in_its_stream() {
            connected();
            Commit commit = Commits.fromTheStart()
                    .next(
                            EventBuilder.event(Requests.TYPE.toString(), "first"),
                            EventBuilder.event(Requests.TYPE.toString(), "second"));

            assertThat(offer(Deliveries.of(commit, 1))).isTrue();

            HandleEventRequest request = client.onlyAsked().request();
            assertThat(request.hasRetryProcessingState()).isFalse();
            StreamEvent event = request.getEvent();
            assertThat(event.getEvent())
                    .isEqualTo(CommittedEvents.write(commit, WireShape.TEXT).getEvents(1));
            assertThat(event.getPartitionId()).isEqualTo(Requests.text("second"));
            assertThat(event.getScopeId()).isEqualTo(Guids.ZERO);
            assertThat(event.getPartitioned()).isTrue();
            assertThat(event.getStreamPosition()).isEqualTo(17);
        }

        @Test
        void works_in_its_own_context_with_the_tenant_and_the_correlation_of_the_event() {
            connected();
            Delivery delivery = Deliveries.of("customer-1");

            offer(delivery);

            assertThat(client.onlyAsked().context())
                    .isEqualTo(Requests.context()
                            .setTenantId(Requests.uuid(Requests.TENANT))
                            .setCorrelationId(Guids.write(delivery.event()
                                    .commit()
                                    .context()
                                    .correlation()
                                    .value()))
                            .build());
        }

        @Test
        void is_told_of_the_attempts_before() {
            connected();

            offer(Deliveries.repeated(Deliveries.of("customer-1"), "no route", 2));

            HandleEventRequest request = client.onlyAsked().request();
            assertThat(request.getRetryProcessingState().getFailureReason()).isEqualTo("no route");
            assertThat(request.getRetryProcessingState().getRetryCount()).isEqualTo(2);
            assertThat(Guids.read(request.getEvent().getScopeId().getValue(), 0))
                    .hasToString(Deliveries.GUID);
        }

        @Test
        void waits_in_line_while_there_is_no_room() {
            connected();
            client.hasRoom = false;

            assertThat(offer(Deliveries.of("customer-1"))).isFalse();
            assertThat(woken).isEmpty();
            client.inLine.get(0).run();

            assertThat(woken).containsExactly("room");
            assertThat(outcomes).isEmpty();
        }

        @Test
        void succeeds_if_the_client_says_nothing_else() {
            connected();
            offer(Deliveries.of("customer-1"));

            client.onlyAsked().answer(EventHandlerResponse.getDefaultInstance());

            assertThat(outcomes).containsExactly(Outcome.SUCCEEDED);
        }

        @Test
        void fails_as_the_client_says() {
            connected();
            offer(Deliveries.of("customer-1"));

            client.onlyAsked()
                    .answer(EventHandlerResponse.newBuilder()
                            .setFailure(ProcessorFailure.newBuilder().setReason("no route"))
                            .build());

            assertThat(outcomes).containsExactly(new Outcome.Failed("no route", Retry.NEVER));
        }

        @Test
        void fails_after_the_longest_time_that_the_client_may_take() {
            connected();
            offer(Deliveries.of("customer-1"));

            client.onlyAsked().answer().accept(new Answer.TimedOut<>());

            assertThat(outcomes)
                    .containsExactly(new Outcome.Failed(
                            "the client has not answered within 600000 ms (processing.callTimeout)",
                            new Retry.After(Duration.ZERO)));
        }

        @Test
        void is_unanswered_if_the_call_ends_before() {
            connected();
            offer(Deliveries.of("customer-1"));

            client.onlyAsked().answer().accept(new Answer.Ended<>());

            assertThat(outcomes).containsExactly(Outcome.UNANSWERED);
        }
    }

    @Nested
    class when_the_client_is_of_generation_5 {
        @Test
        void is_shown_ids_as_Uuids() {
            connect(Registrations.handler(), WireShape.UUID);
            result.complete(new RegistrationResult.Registered(registration));

            offer(Deliveries.of(Deliveries.GUID));

            StreamEvent event = client.onlyAsked().request().getEvent();
            assertThat(event.getPartitionId()).isEqualTo(WireShape.UUID.write(Deliveries.GUID));
            assertThat(event.getEvent().getEventSourceId()).isEqualTo(WireShape.UUID.write(Deliveries.GUID));
        }

        @Test
        void is_not_asked_about_an_event_that_it_cannot_be_shown() {
            connect(Registrations.handler(), WireShape.UUID);
            result.complete(new RegistrationResult.Registered(registration));

            assertThat(offer(Deliveries.of("customer-1"))).isTrue();

            assertThat(client.asked).isEmpty();
            assertThat(outcomes).singleElement().isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.retry()).isEqualTo(Retry.NEVER);
                assertThat(failed.reason())
                        .contains("event source 'customer-1' is no Guid")
                        .contains("expected");
            });
        }
    }

    @Nested
    class when_it_ends {
        @Test
        void lets_the_client_finish_when_it_wants_to_disconnect_and_then_ends_the_call() {
            connected();

            client.listener().disconnecting(Duration.ofSeconds(7));
            assertThat(registration.toldToStop).containsExactly(Duration.ofSeconds(7));
            assertThat(client.completed).isFalse();
            registration.stopped.complete(null);

            assertThat(client.completed).isTrue();
        }

        @Test
        void waits_for_nothing_when_the_client_is_gone() {
            connected();

            client.listener().ended();

            assertThat(registration.toldToStop).containsExactly(Duration.ZERO);
        }

        @Test
        void lets_whoever_takes_its_place_wait_until_that_is_free() {
            connected();
            client.listener().ended();
            targets.set(null);

            connect(Registrations.handler());
            assertThat(targets.get()).isNull();
            registration.stopped.complete(null);

            assertThat(targets.get()).isNotNull();
        }

        @Test
        void ends_the_call_in_good_order_when_the_processors_stop_by_themselves() {
            connected();

            registration.stopped.complete(null);

            assertThat(client.completed).isTrue();
            assertThat(client.ended).isNull();
        }

        @Test
        void says_why_when_the_processors_had_to_stop() {
            connected();

            registration.stopped.completeExceptionally(new StorageDamaged("position 7 is missing", new IOException()));

            assertThat(client.completed).isFalse();
            assertThat(client.ended).satisfies(status -> {
                assertThat(status.getCode()).isEqualTo(Status.Code.DATA_LOSS);
                assertThat(status.getDescription()).isEqualTo("position 7 is missing");
            });
        }

        @Test
        void says_so_when_another_one_took_over() {
            connected();

            registration.stopped.completeExceptionally(new IllegalStateException("another Runtime took over"));

            assertThat(client.ended).satisfies(status -> {
                assertThat(status.getCode()).isEqualTo(Status.Code.ABORTED);
                assertThat(status.getDescription()).isEqualTo("another Runtime took over");
            });
        }
    }
}
