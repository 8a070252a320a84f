package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.runtime.aggregates.management.AggregateRoot;
import io.pushmi.contracts.runtime.aggregates.management.TenantScopedEventSource;
import io.pushmi.runtime.events.RegisteredArtifact;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Aggregate roots and their aggregates, as far as one message can take them. First those that were introduced, then those
 * that only have aggregates. A root that another door gave an id which is no Guid cannot be shown here and is left out.
 * For one thread at a time.
 */
final class AggregateListing {
    private static final long FIRST_GENERATION = 1;

    private final Map<String, AggregateRoot.Builder> roots = new LinkedHashMap<>();
    private final AnswerSize size =
            new AnswerSize("the aggregates", "ask for those of one tenant, or of one aggregate root");

    AggregateListing introduce(RegisteredArtifact declared) {
        roots.put(declared.id(), write(declared));
        return this;
    }

    /**
     * Adds an aggregate to its root.
     *
     * @throws Refusal if there are too many
     */
    void add(TenantId tenant, AggregateState found) {
        String root = found.aggregate().root().value();
        if (Guids.ofText(root) == null) {
            return;
        }
        TenantScopedEventSource source = TenantScopedEventSource.newBuilder()
                .setTenantId(Guids.write(tenant.value()))
                .setEventSourceId(found.aggregate().source().value())
                .setAggregateRootVersion(found.next().value())
                .build();
        size.add(source);
        roots.computeIfAbsent(root, id -> write(new RegisteredArtifact(id, FIRST_GENERATION, "")))
                .addEventSources(source);
    }

    private AggregateRoot.Builder write(RegisteredArtifact declared) {
        AggregateRoot.Builder root = AggregateRoot.newBuilder()
                .setAggregateRoot(Artifacts.write(declared))
                .setAlias(ShownAlias.of(declared.alias()));
        size.add(root.buildPartial());
        return root;
    }

    List<AggregateRoot> roots() {
        return roots.values().stream().map(AggregateRoot.Builder::build).toList();
    }
}
