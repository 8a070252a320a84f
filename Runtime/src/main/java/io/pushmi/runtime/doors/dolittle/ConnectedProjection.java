package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.execution.ExecutionContext;
import io.pushmi.contracts.reversecalls.Answer;
import io.pushmi.contracts.runtime.events.processing.ProcessorFailure;
import io.pushmi.contracts.runtime.events.processing.ProjectionRequest;
import io.pushmi.contracts.runtime.events.processing.ProjectionResponse;
import io.pushmi.contracts.runtime.projections.ProjectionCurrentState;
import io.pushmi.contracts.runtime.projections.ProjectionCurrentStateType;
import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.processing.Retry;
import io.pushmi.runtime.processing.projections.CurrentState;
import io.pushmi.runtime.processing.projections.ProjectionAnswer;
import io.pushmi.runtime.processing.projections.ProjectionClient;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** A connected projection. */
final class ConnectedProjection implements ProjectionClient {
    private final AwaitedCall<ProjectionRequest, ProjectionResponse> client;
    private final Function<TenantId, ShownEvents> showing;
    private final Duration callTimeout;
    private final Map<TenantId, ShownEvents> shown = new ConcurrentHashMap<>();

    /**
     * @param registration the context in which it registered
     * @param shape the shape in which it is shown ids
     */
    ConnectedProjection(
            AwaitedCall<ProjectionRequest, ProjectionResponse> client,
            ExecutionContext registration,
            WireShape shape,
            Duration callTimeout) {
        this.client = client;
        this.showing = tenant -> new ShownEvents(registration, tenant, shape);
        this.callTimeout = callTimeout;
    }

    @Override
    public boolean offer(
            TenantId tenant,
            Delivery delivery,
            CurrentState current,
            Consumer<ProjectionAnswer> answer,
            Runnable whenRoom) {
        ShownEvents events = shown.computeIfAbsent(tenant, showing);
        Optional<String> objection = events.objection(delivery);
        if (objection.isPresent()) {
            answer.accept(new ProjectionAnswer.Failed(objection.get(), Retry.NEVER));
            return true;
        }
        return client.offer(
                events.contextFor(delivery),
                request(events, delivery, current),
                given -> answer.accept(projectionAnswer(given)),
                whenRoom);
    }

    private static ProjectionRequest request(ShownEvents events, Delivery delivery, CurrentState current) {
        ProjectionRequest.Builder request =
                ProjectionRequest.newBuilder().setCurrentState(write(current)).setEvent(events.streamEvent(delivery));
        if (delivery.repetition() != null) {
            request.setRetryProcessingState(Retries.write(delivery.repetition()));
        }
        return request.build();
    }

    private static ProjectionCurrentState write(CurrentState current) {
        return ProjectionCurrentState.newBuilder()
                .setType(
                        switch (current.kind()) {
                            case INITIAL -> ProjectionCurrentStateType.CREATED_FROM_INITIAL_STATE;
                            case PERSISTED -> ProjectionCurrentStateType.PERSISTED;
                        })
                .setKey(current.key().value())
                .setState(current.json())
                .build();
    }

    private ProjectionAnswer projectionAnswer(Answer<ProjectionResponse> answer) {
        if (answer instanceof Answer.Answered<ProjectionResponse> answered) {
            return read(answered.response());
        }
        return answer instanceof Answer.TimedOut
                ? new ProjectionAnswer.Failed(Retries.timedOut(callTimeout), Retries.AT_ONCE)
                : ProjectionAnswer.UNANSWERED;
    }

    private static ProjectionAnswer read(ProjectionResponse wire) {
        if (wire.hasFailure()) {
            ProcessorFailure failure = wire.getFailure();
            return new ProjectionAnswer.Failed(failure.getReason(), Retries.wanted(failure));
        }
        return switch (wire.getResponseCase()) {
            case REPLACE -> new ProjectionAnswer.Replace(wire.getReplace().getState());
            case DELETE -> ProjectionAnswer.DELETE;
            case RESPONSE_NOT_SET ->
                new ProjectionAnswer.Failed(
                        "the client's answer is neither a state, nor a deletion, nor a failure", Retry.UNSPECIFIED);
        };
    }
}
