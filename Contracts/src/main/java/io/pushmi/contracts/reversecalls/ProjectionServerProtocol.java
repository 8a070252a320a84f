package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.runtime.events.processing.ProjectionClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.ProjectionRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.ProjectionRegistrationResponse;
import io.pushmi.contracts.runtime.events.processing.ProjectionRequest;
import io.pushmi.contracts.runtime.events.processing.ProjectionResponse;
import io.pushmi.contracts.runtime.events.processing.ProjectionRuntimeToClientMessage;
import io.pushmi.contracts.services.Ping;
import io.pushmi.contracts.services.ReverseCallRequestContext;
import java.util.Optional;
import java.util.UUID;

/** How the contract of projections has its parts, for the server. */
final class ProjectionServerProtocol
        implements ServerProtocol<
                ProjectionClientToRuntimeMessage,
                ProjectionRuntimeToClientMessage,
                ProjectionRegistrationRequest,
                ProjectionRequest,
                ProjectionResponse> {
    private static final UUID MALFORMED = UUID.fromString("4d2a5f10-5a3b-4c0e-8f8e-0a6f3c1d7b21");

    @Override
    public ClientPart<ProjectionRegistrationRequest, ProjectionResponse> read(
            ProjectionClientToRuntimeMessage message) {
        return switch (message.getMessageCase()) {
            case REGISTRATIONREQUEST -> registration(message.getRegistrationRequest());
            case HANDLERESULT -> response(message.getHandleResult());
            case PONG -> new ClientPart.Pong<>();
            case MESSAGE_NOT_SET -> new ClientPart.Nothing<>();
        };
    }

    @Override
    public ProjectionRuntimeToClientMessage accepted() {
        return answer(ProjectionRegistrationResponse.getDefaultInstance());
    }

    @Override
    public ProjectionRuntimeToClientMessage refused(Failure failure) {
        return answer(
                ProjectionRegistrationResponse.newBuilder().setFailure(failure).build());
    }

    @Override
    public ProjectionRuntimeToClientMessage request(ReverseCallRequestContext context, ProjectionRequest request) {
        return ProjectionRuntimeToClientMessage.newBuilder()
                .setHandleRequest(request.toBuilder().setCallContext(context))
                .build();
    }

    @Override
    public ProjectionRuntimeToClientMessage ping() {
        return ProjectionRuntimeToClientMessage.newBuilder()
                .setPing(Ping.getDefaultInstance())
                .build();
    }

    @Override
    public Optional<ProjectionRuntimeToClientMessage> disconnected() {
        return Optional.empty();
    }

    @Override
    public Failure malformed(String reason) {
        return Failures.of(MALFORMED, reason);
    }

    private static ClientPart<ProjectionRegistrationRequest, ProjectionResponse> registration(
            ProjectionRegistrationRequest registration) {
        return new ClientPart.Registration<>(
                registration,
                registration.hasCallContext() ? Optional.of(registration.getCallContext()) : Optional.empty());
    }

    private static ClientPart<ProjectionRegistrationRequest, ProjectionResponse> response(ProjectionResponse response) {
        return new ClientPart.Response<>(
                response, response.hasCallContext() ? Optional.of(response.getCallContext()) : Optional.empty());
    }

    private static ProjectionRuntimeToClientMessage answer(ProjectionRegistrationResponse answer) {
        return ProjectionRuntimeToClientMessage.newBuilder()
                .setRegistrationResponse(answer)
                .build();
    }
}
