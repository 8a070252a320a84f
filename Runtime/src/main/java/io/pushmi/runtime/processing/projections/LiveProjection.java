package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A projection whose client is connected, with what makes each tenant's read models. */
record LiveProjection(ProjectionDefinition definition, Map<TenantId, ProjectionTarget> targets) {
    LiveProjection {
        targets = Map.copyOf(targets);
    }

    /** Ends with nothing being written any more; never fails. */
    CompletionStage<Void> close() {
        CompletableFuture<?>[] closed = targets.values().stream()
                .map(target -> target.close().exceptionally(logged -> null).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(closed);
    }
}
