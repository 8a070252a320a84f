package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.processing.OperationResult;
import io.pushmi.runtime.processing.RegistrationResult;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.concurrent.CompletionStage;
import reactor.core.publisher.Flux;

/** The projections of a Runtime. May be used by any number of threads; nothing here blocks. */
public interface Projections {
    /** Starts a projection for every tenant, unless it is at work or is refused with an explained reason. */
    CompletionStage<RegistrationResult> register(ProjectionDefinition definition, ProjectionClient client);

    /** The projections whose clients are connected, in no particular order. */
    List<ProjectionDefinition> connected();

    /** Makes all read models of a tenant anew, from the first event on. */
    CompletionStage<OperationResult> replay(ProjectionId projection, TenantId tenant);

    /** A read model as it is now, or the initial state; fails with {@link UnknownProjection}. */
    CompletionStage<CurrentState> getOne(TenantId tenant, ProjectionId projection, ReadModelKey key);

    /** All read models in the order of their keys; fails with {@link UnknownProjection}. */
    Flux<CurrentState> getAll(TenantId tenant, ProjectionId projection);
}
