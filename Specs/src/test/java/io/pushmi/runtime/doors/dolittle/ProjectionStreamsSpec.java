package io.pushmi.runtime.doors.dolittle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.runtime.events.processing.ProjectionClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.ProjectionRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.ProjectionReplaceResponse;
import io.pushmi.contracts.runtime.events.processing.ProjectionRequest;
import io.pushmi.contracts.runtime.events.processing.ProjectionResponse;
import io.pushmi.contracts.runtime.events.processing.ProjectionRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.ProjectionsGrpc;
import io.pushmi.contracts.services.ReverseCallResponseContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Projections over the wire, without sockets. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProjectionStreamsSpec {
    private final Door door = Door.open();
    private final List<StreamClient<?, ?>> clients = new ArrayList<>();
    private final List<ProjectionRequest> asked = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(StreamClient::close);
        door.close();
    }

    /** Makes of each event the state that says how many events there were. */
    private StreamClient<ProjectionClientToRuntimeMessage, ProjectionRuntimeToClientMessage> open(
            ProjectionRegistrationRequest.Builder registration) {
        StreamClient<ProjectionClientToRuntimeMessage, ProjectionRuntimeToClientMessage> client =
                StreamClient.open(door.channel(), ProjectionsGrpc.getConnectMethod(), (own, message) -> {
                    if (message.hasHandleRequest()) {
                        asked.add(message.getHandleRequest());
                        own.send(ProjectionClientToRuntimeMessage.newBuilder()
                                .setHandleResult(counted(message.getHandleRequest()))
                                .build());
                    }
                });
        clients.add(client);
        client.send(ProjectionClientToRuntimeMessage.newBuilder()
                .setRegistrationRequest(registration)
                .build());
        return client;
    }

    private ProjectionResponse counted(ProjectionRequest request) {
        return ProjectionResponse.newBuilder()
                .setCallContext(ReverseCallResponseContext.newBuilder()
                        .setCallId(request.getCallContext().getCallId()))
                .setReplace(ProjectionReplaceResponse.newBuilder().setState("{\"events\":" + asked.size() + "}"))
                .build();
    }

    private static Failure refusal(StreamClient<?, ProjectionRuntimeToClientMessage> client) {
        assertThat(client.end().isOk()).isTrue();
        return client.received().stream()
                .filter(ProjectionRuntimeToClientMessage::hasRegistrationResponse)
                .findFirst()
                .orElseThrow()
                .getRegistrationResponse()
                .getFailure();
    }

    private void commit(String customer) {
        door.events().commit(Requests.commit(Requests.event().setContent("{\"customer\":\"" + customer + "\"}")));
    }

    @Test
    void is_asked_with_the_state_that_it_made_of_the_events_before() {
        commit("a");
        commit("b");
        commit("a");

        open(Registrations.projection());

        await().until(() -> asked.size() == 3);
        assertThat(asked)
                .extracting(request -> request.getCurrentState().getKey())
                .containsExactly("a", "b", "a");
        assertThat(asked)
                .extracting(request -> request.getCurrentState().getState())
                .containsExactly("{\"moves\":0}", "{\"moves\":0}", "{\"events\":1}");
    }

    @Nested
    class when_it_cannot_be_registered {
        @Test
        void is_told_which_field_is_missing() {
            Answered.failure(
                    refusal(open(Registrations.projection().clearProjectionId())),
                    FailureType.FAILED_TO_REGISTER_PROJECTION,
                    "projectionId: expected a Uuid, found nothing");
        }

        @Test
        void is_told_that_its_initial_state_is_no_object() {
            Answered.failure(
                    refusal(open(Registrations.projection().setInitialState("7"))),
                    FailureType.FAILED_TO_REGISTER_PROJECTION,
                    "JSON object");
        }

        @Test
        void is_told_that_another_client_has_the_id() {
            StreamClient<?, ProjectionRuntimeToClientMessage> first = open(Registrations.projection());
            await().until(() ->
                    first.received().stream().anyMatch(ProjectionRuntimeToClientMessage::hasRegistrationResponse));

            Answered.failure(
                    refusal(open(Registrations.projection())),
                    FailureType.FAILED_TO_REGISTER_PROJECTION,
                    Registrations.ID.toString(),
                    "connected already");
        }
    }
}
