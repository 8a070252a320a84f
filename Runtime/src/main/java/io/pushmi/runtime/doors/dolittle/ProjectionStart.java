package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.runtime.events.processing.ProjectionRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.ProjectionRequest;
import io.pushmi.contracts.runtime.events.processing.ProjectionResponse;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.Registration;
import io.pushmi.runtime.processing.RegistrationResult;
import io.pushmi.runtime.processing.projections.ProjectionDefinition;
import io.pushmi.runtime.processing.projections.ProjectionId;
import io.pushmi.runtime.processing.projections.Projections;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Starts projections.
 *
 * @param callTimeout how long a client may take for an event
 * @param unlessTold the shape of ids for a registration that tells none
 */
record ProjectionStart(Projections projections, Duration callTimeout, WireShape unlessTold)
        implements Registering.Start<ProjectionRegistrationRequest, ProjectionRequest, ProjectionResponse> {
    @Override
    public CompletionStage<Registering.Started> start(
            ProjectionRegistrationRequest arguments,
            ReverseCallArgumentsContext context,
            AwaitedCall<ProjectionRequest, ProjectionResponse> client,
            Departures departures) {
        ProjectionRegistration projection = ProjectionRegistration.read(arguments, unlessTold);
        ProjectionDefinition definition = projection.definition();
        ConnectedProjection connected =
                new ConnectedProjection(client, context.getExecutionContext(), projection.shape(), callTimeout);
        ProcessorId id = definition.id().processor();
        return departures
                .awaitFrom(id)
                .thenCompose(free -> projections.register(definition, connected))
                .thenApply(
                        result -> new Registering.Started(id, describe(definition), require(result, definition.id())));
    }

    private static Registration require(RegistrationResult result, ProjectionId projection) {
        if (result instanceof RegistrationResult.Registered registered) {
            return registered.registration();
        }
        if (result instanceof RegistrationResult.Refused refused) {
            throw new Refusal(FailureType.FAILED_TO_REGISTER_PROJECTION, refused.reason());
        }
        throw new Refusal(
                FailureType.FAILED_TO_REGISTER_PROJECTION,
                "projection " + projection.value() + " is connected already in scope " + projection.scope()
                        + ", expected one client at a time");
    }

    private static String describe(ProjectionDefinition projection) {
        ProjectionId id = projection.id();
        return Aliases.describe("projection", projection.alias(), id.value(), id.scope());
    }
}
