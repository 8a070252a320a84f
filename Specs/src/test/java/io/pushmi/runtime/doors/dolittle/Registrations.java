package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.execution.ExecutionContext;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.EventPropertyKeySelector;
import io.pushmi.contracts.runtime.events.processing.FilterRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.ProjectionEventSelector;
import io.pushmi.contracts.runtime.events.processing.ProjectionRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.PublicFilterRegistrationRequest;
import io.pushmi.contracts.services.ReverseCallArgumentsContext;
import java.util.UUID;

/** Registrations as a client's program sends them. */
final class Registrations {
    static final UUID ID = UUID.fromString("6e0b1f2a-4c5d-4e6f-8a7b-0c1d2e3f4a5b");
    static final UUID SYSTEM_TENANT = UUID.fromString("08831584-e016-42f6-bc5e-c4f098fed42b");
    private static final UUID DEFAULT_SCOPE = new UUID(0, 0);

    private Registrations() {}

    static ReverseCallArgumentsContext context() {
        return context(Requests.context());
    }

    static ReverseCallArgumentsContext context(ExecutionContext.Builder context) {
        return ReverseCallArgumentsContext.newBuilder()
                .setExecutionContext(context.setTenantId(Requests.uuid(SYSTEM_TENANT)))
                .build();
    }

    static EventHandlerRegistrationRequest.Builder handler() {
        return EventHandlerRegistrationRequest.newBuilder()
                .setCallContext(context())
                .setScopeId(Requests.uuid(DEFAULT_SCOPE))
                .setEventHandlerId(Requests.uuid(ID))
                .addEventTypes(Requests.artifact(Requests.TYPE))
                .setPartitioned(true);
    }

    static FilterRegistrationRequest.Builder filter() {
        return FilterRegistrationRequest.newBuilder()
                .setCallContext(context())
                .setScopeId(Requests.uuid(DEFAULT_SCOPE))
                .setFilterId(Requests.uuid(ID));
    }

    static PartitionedFilterRegistrationRequest.Builder partitionedFilter() {
        return PartitionedFilterRegistrationRequest.newBuilder()
                .setCallContext(context())
                .setScopeId(Requests.uuid(DEFAULT_SCOPE))
                .setFilterId(Requests.uuid(ID));
    }

    static PublicFilterRegistrationRequest.Builder publicFilter() {
        return PublicFilterRegistrationRequest.newBuilder()
                .setCallContext(context())
                .setFilterId(Requests.uuid(ID));
    }

    static ProjectionRegistrationRequest.Builder projection() {
        return ProjectionRegistrationRequest.newBuilder()
                .setCallContext(context())
                .setScopeId(Requests.uuid(DEFAULT_SCOPE))
                .setProjectionId(Requests.uuid(ID))
                .addEvents(byProperty("customer"))
                .setInitialState("{\"moves\":0}");
    }

    static ProjectionEventSelector.Builder byProperty(String name) {
        return ProjectionEventSelector.newBuilder()
                .setEventType(Requests.artifact(Requests.TYPE))
                .setEventPropertyKeySelector(
                        EventPropertyKeySelector.newBuilder().setPropertyName(name));
    }
}
