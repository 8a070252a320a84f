package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.runtime.events.processing.ProjectionClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.ProjectionRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.ProjectionRequest;
import io.pushmi.contracts.runtime.events.processing.ProjectionResponse;
import io.pushmi.contracts.runtime.events.processing.ProjectionRuntimeToClientMessage;
import io.pushmi.contracts.services.Pong;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.contracts.services.ReverseCallResponseContext;
import java.time.Duration;
import java.util.Optional;

/** How the contract of projections has its parts, for the client. */
final class ProjectionClientProtocol
        implements ClientProtocol<
                ProjectionClientToRuntimeMessage,
                ProjectionRuntimeToClientMessage,
                ProjectionRegistrationRequest,
                ProjectionRequest,
                ProjectionResponse> {
    @Override
    public ServerPart<ProjectionRequest> read(ProjectionRuntimeToClientMessage message) {
        return switch (message.getMessageCase()) {
            case REGISTRATIONRESPONSE ->
                message.getRegistrationResponse().hasFailure()
                        ? new ServerPart.Refused<>(
                                message.getRegistrationResponse().getFailure())
                        : new ServerPart.Accepted<>();
            case HANDLEREQUEST -> request(message.getHandleRequest());
            case PING -> new ServerPart.Ping<>();
            case MESSAGE_NOT_SET -> new ServerPart.Nothing<>();
        };
    }

    @Override
    public ProjectionClientToRuntimeMessage registration(
            ReverseCallArgumentsContext context, ProjectionRegistrationRequest arguments) {
        return ProjectionClientToRuntimeMessage.newBuilder()
                .setRegistrationRequest(arguments.toBuilder().setCallContext(context))
                .build();
    }

    @Override
    public ProjectionClientToRuntimeMessage response(ReverseCallResponseContext context, ProjectionResponse response) {
        return ProjectionClientToRuntimeMessage.newBuilder()
                .setHandleResult(response.toBuilder().setCallContext(context))
                .build();
    }

    @Override
    public ProjectionClientToRuntimeMessage pong() {
        return ProjectionClientToRuntimeMessage.newBuilder()
                .setPong(Pong.getDefaultInstance())
                .build();
    }

    @Override
    public Optional<ProjectionClientToRuntimeMessage> disconnect(Duration grace) {
        return Optional.empty();
    }

    @Override
    public ProjectionResponse failed(String reason) {
        return ProjectionResponse.newBuilder()
                .setFailure(Failures.worthAnotherTry(reason))
                .build();
    }

    private static ServerPart<ProjectionRequest> request(ProjectionRequest request) {
        return new ServerPart.Request<>(
                request, request.hasCallContext() ? Optional.of(request.getCallContext()) : Optional.empty());
    }
}
