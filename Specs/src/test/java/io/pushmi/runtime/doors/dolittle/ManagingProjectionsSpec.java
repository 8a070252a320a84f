package io.pushmi.runtime.doors.dolittle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pushmi.contracts.runtime.events.processing.ProjectionClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.ProjectionReplaceResponse;
import io.pushmi.contracts.runtime.events.processing.ProjectionRequest;
import io.pushmi.contracts.runtime.events.processing.ProjectionResponse;
import io.pushmi.contracts.runtime.events.processing.ProjectionRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.management.GetAllProjectionsRequest;
import io.pushmi.contracts.runtime.events.processing.management.GetOneProjectionRequest;
import io.pushmi.contracts.runtime.events.processing.management.ProjectionStatus;
import io.pushmi.contracts.runtime.events.processing.management.ProjectionsGrpc;
import io.pushmi.contracts.runtime.events.processing.management.ReplayProjectionRequest;
import io.pushmi.contracts.services.ReverseCallResponseContext;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.ProcessorKind;
import io.pushmi.runtime.processing.Standing;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What operators see of projections, and how they have read models made anew. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ManagingProjectionsSpec {
    private static final ProcessorId PROJECTION =
            new ProcessorId(ProcessorKind.PROJECTION, ScopeId.DEFAULT, Registrations.ID);

    private final Door door = Door.open();
    private final List<ProjectionRequest> asked = new CopyOnWriteArrayList<>();
    private StreamClient<ProjectionClientToRuntimeMessage, ProjectionRuntimeToClientMessage> client = connect();

    /** A projection named Meals, whose client makes of every event the same state. */
    private StreamClient<ProjectionClientToRuntimeMessage, ProjectionRuntimeToClientMessage> connect() {
        return StreamClient.open(
                door.channel(),
                io.pushmi.contracts.runtime.events.processing.ProjectionsGrpc.getConnectMethod(),
                (own, message) -> {
                    if (message.hasHandleRequest()) {
                        asked.add(message.getHandleRequest());
                        own.send(ProjectionClientToRuntimeMessage.newBuilder()
                                .setHandleResult(answer(message.getHandleRequest()))
                                .build());
                    }
                });
    }

    private static ProjectionResponse answer(ProjectionRequest request) {
        return ProjectionResponse.newBuilder()
                .setCallContext(ReverseCallResponseContext.newBuilder()
                        .setCallId(request.getCallContext().getCallId()))
                .setReplace(ProjectionReplaceResponse.newBuilder().setState("{\"moves\":1}"))
                .build();
    }

    @BeforeEach
    void register() {
        client.send(ProjectionClientToRuntimeMessage.newBuilder()
                .setRegistrationRequest(Registrations.projection().setAlias("Meals"))
                .build());
        await().until(() ->
                client.received().stream().anyMatch(ProjectionRuntimeToClientMessage::hasRegistrationResponse));
        door.operated()
                .connect(
                        Standing.sequential(PROJECTION, "Meals"),
                        Standing.done(PROJECTION, new TenantId(Requests.TENANT)));
    }

    @AfterEach
    void close() {
        client.close();
        door.close();
    }

    private ProjectionsGrpc.ProjectionsBlockingStub stub() {
        return ProjectionsGrpc.newBlockingStub(door.management());
    }

    private static void isMeals(ProjectionStatus projection) {
        assertThat(projection.getProjectionId()).isEqualTo(Requests.uuid(Registrations.ID));
        assertThat(projection.getAlias()).isEqualTo("Meals");
        assertThat(projection.getInitialState()).isEqualTo("{\"moves\":0}");
        assertThat(projection.getEventsList()).singleElement().satisfies(event -> {
            assertThat(event.getEventType()).isEqualTo(Requests.artifact(Requests.TYPE));
            assertThat(event.getEventPropertyKeySelector().getPropertyName()).isEqualTo("customer");
        });
        assertThat(projection.getTenantsList()).singleElement().satisfies(tenant -> {
            assertThat(tenant.getTenantId()).isEqualTo(Requests.uuid(Requests.TENANT));
            assertThat(tenant.getStreamPosition()).isEqualTo(7);
        });
    }

    @Nested
    class when_they_are_listed {
        @Test
        void each_that_is_connected_comes_with_its_definition_and_how_it_stands() {
            assertThat(stub().getAll(GetAllProjectionsRequest.getDefaultInstance())
                            .getProjectionsList())
                    .singleElement()
                    .satisfies(ManagingProjectionsSpec::isMeals);
        }

        @Test
        void one_can_be_asked_for() {
            isMeals(stub().getOne(GetOneProjectionRequest.newBuilder()
                            .setScopeId(Guids.ZERO)
                            .setProjectionId(Requests.uuid(Registrations.ID))
                            .build())
                    .getProjection());
        }

        @Test
        void one_that_is_not_connected_is_a_failure_that_names_it() {
            Answered.failure(
                    stub().getOne(GetOneProjectionRequest.newBuilder()
                                    .setScopeId(Guids.ZERO)
                                    .setProjectionId(Requests.uuid(Requests.ROOT))
                                    .build())
                            .getFailure(),
                    FailureType.OTHER,
                    Requests.ROOT.toString());
        }

        @Test
        void a_request_without_the_projection_is_told_which_field_is_missing() {
            assertThatThrownBy(() -> stub().getOne(GetOneProjectionRequest.newBuilder()
                            .setScopeId(Guids.ZERO)
                            .build()))
                    .hasMessageContaining("INVALID_ARGUMENT")
                    .hasMessageContaining("projectionId");
        }
    }

    @Nested
    class when_one_is_replayed {
        @Test
        void every_event_is_applied_again_from_the_initial_state_on() {
            for (String customer : List.of("a", "b", "a")) {
                door.events()
                        .commit(Requests.commit(Requests.event().setContent("{\"customer\":\"" + customer + "\"}")));
            }
            await().until(() -> asked.size() == 3);

            assertThat(stub().replay(ReplayProjectionRequest.newBuilder()
                                    .setScopeId(Guids.ZERO)
                                    .setProjectionId(Requests.uuid(Registrations.ID))
                                    .build())
                            .hasFailure())
                    .isFalse();

            await().until(() -> asked.size() == 6);
            assertThat(asked.subList(3, 6))
                    .extracting(request -> request.getCurrentState().getKey() + " "
                            + request.getCurrentState().getState())
                    .containsExactly("a {\"moves\":0}", "b {\"moves\":0}", "a {\"moves\":1}");
        }

        @Test
        void one_that_is_not_connected_is_a_failure_that_names_it() {
            Answered.failure(
                    stub().replay(ReplayProjectionRequest.newBuilder()
                                    .setScopeId(Guids.ZERO)
                                    .setProjectionId(Requests.uuid(Requests.ROOT))
                                    .build())
                            .getFailure(),
                    FailureType.OTHER,
                    Requests.ROOT.toString());
        }
    }
}
