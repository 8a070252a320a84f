package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A projection whose client is connected, with what makes each tenant's read models: each time that its processor goes to
 * work it is another one.
 */
record LiveProjection(ProjectionDefinition definition, Map<TenantId, ProjectionTarget> targets) {
    LiveProjection {
        targets = new ConcurrentHashMap<>(targets);
    }

    /** What makes the read models of the tenant here, unless that is done elsewhere. */
    Optional<ProjectionTarget> working(TenantId tenant) {
        return Optional.ofNullable(targets.get(tenant)).filter(target -> !target.isEnded());
    }

    /** Ends with nothing being written any more; never fails. */
    CompletionStage<Void> close() {
        CompletableFuture<?>[] closed = targets.values().stream()
                .map(target -> target.close().exceptionally(logged -> null).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(closed);
    }
}
