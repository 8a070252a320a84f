package io.pushmi.endtoend;

import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.artifacts.Artifact;
import io.pushmi.contracts.runtime.events.processing.EventSourceIdKeySelector;
import io.pushmi.contracts.runtime.events.processing.ProcessorFailure;
import io.pushmi.contracts.runtime.events.processing.ProjectionClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.ProjectionEventSelector;
import io.pushmi.contracts.runtime.events.processing.ProjectionRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.ProjectionReplaceResponse;
import io.pushmi.contracts.runtime.events.processing.ProjectionRequest;
import io.pushmi.contracts.runtime.events.processing.ProjectionResponse;
import io.pushmi.contracts.runtime.events.processing.ProjectionRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.ProjectionsGrpc;
import io.pushmi.contracts.runtime.projections.ProjectionCurrentState;
import io.pushmi.contracts.services.Pong;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.contracts.services.ReverseCallResponseContext;
import io.pushmi.endtoend.OutcomeChecker.Count;
import io.pushmi.runtime.server.EventStoreClient;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The client of a projection in the default scope that counts the events of each event source. */
final class ReconnectingProjection
        extends ReconnectingClient<ProjectionClientToRuntimeMessage, ProjectionRuntimeToClientMessage> {
    private static final Count NOTHING = new Count(0, -1);
    private static final Pattern STATE = Pattern.compile("\\{\"count\":(\\d+),\"last\":(-?\\d+)}");

    private final ProjectionRegistrationRequest registration;

    ReconnectingProjection(
            UUID id,
            List<UUID> types,
            AtomicReference<@Nullable Channel> runtime,
            ScheduledExecutorService timer,
            Work work) {
        super(runtime, timer, work);
        ProjectionRegistrationRequest.Builder request = ProjectionRegistrationRequest.newBuilder()
                .setScopeId(EventStoreClient.uuid(new UUID(0, 0)))
                .setProjectionId(EventStoreClient.uuid(id))
                .setInitialState(written(NOTHING));
        types.forEach(type -> request.addEvents(ProjectionEventSelector.newBuilder()
                .setEventType(
                        Artifact.newBuilder().setId(EventStoreClient.uuid(type)).setGeneration(1))
                .setEventSourceKeySelector(EventSourceIdKeySelector.getDefaultInstance())));
        this.registration = request.build();
    }

    /** What a read model of such a projection says. */
    static Count counted(ProjectionCurrentState state) {
        Matcher matcher = STATE.matcher(state.getState());
        if (!matcher.matches()) {
            throw new AssertionError("the read model \"" + state.getKey() + "\" reads " + state.getState());
        }
        return new Count(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    private static String written(Count count) {
        return "{\"count\":" + count.count() + ",\"last\":" + count.last() + "}";
    }

    @Override
    StreamObserver<ProjectionClientToRuntimeMessage> open(
            Channel channel, StreamObserver<ProjectionRuntimeToClientMessage> incoming) {
        return ProjectionsGrpc.newStub(channel).connect(incoming);
    }

    @Override
    ProjectionClientToRuntimeMessage registration(ReverseCallArgumentsContext context) {
        return ProjectionClientToRuntimeMessage.newBuilder()
                .setRegistrationRequest(registration.toBuilder().setCallContext(context))
                .build();
    }

    @Override
    ProjectionClientToRuntimeMessage pong() {
        return ProjectionClientToRuntimeMessage.newBuilder()
                .setPong(Pong.getDefaultInstance())
                .build();
    }

    @Override
    Incoming read(ProjectionRuntimeToClientMessage message) {
        if (message.hasPing()) {
            return new Ping();
        }
        if (message.hasHandleRequest()) {
            ProjectionRequest request = message.getHandleRequest();
            return new Request(
                    request.getCallContext(),
                    request.getEvent().getEvent(),
                    request.getEvent().getStreamPosition(),
                    request.hasRetryProcessingState() ? request.getRetryProcessingState() : null,
                    request.getCurrentState());
        }
        return message.getRegistrationResponse().hasFailure()
                ? new Refused(message.getRegistrationResponse().getFailure())
                : new Accepted();
    }

    @Override
    ProjectionClientToRuntimeMessage answer(ReverseCallResponseContext context, Request request) {
        Count before = counted(Objects.requireNonNull(request.state()));
        Count after = new Count(before.count() + 1, request.event().getEventLogSequenceNumber());
        return result(ProjectionResponse.newBuilder()
                .setCallContext(context)
                .setReplace(ProjectionReplaceResponse.newBuilder().setState(written(after))));
    }

    @Override
    ProjectionClientToRuntimeMessage failure(ReverseCallResponseContext context, Request request) {
        return result(ProjectionResponse.newBuilder()
                .setCallContext(context)
                .setFailure(ProcessorFailure.newBuilder()
                        .setReason("lost count")
                        .setRetry(true)
                        .setRetryTimeout(SOON)));
    }

    private static ProjectionClientToRuntimeMessage result(ProjectionResponse.Builder response) {
        return ProjectionClientToRuntimeMessage.newBuilder()
                .setHandleResult(response)
                .build();
    }
}
