package io.pushmi.contracts.reversecalls;

import io.pushmi.contracts.runtime.events.processing.EventHandlerClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.EventHandlerResponse;
import io.pushmi.contracts.runtime.events.processing.EventHandlerRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.FilterClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.FilterEventRequest;
import io.pushmi.contracts.runtime.events.processing.FilterRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.FilterResponse;
import io.pushmi.contracts.runtime.events.processing.FilterRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.HandleEventRequest;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterResponse;
import io.pushmi.contracts.runtime.events.processing.ProjectionClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.ProjectionRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.ProjectionRequest;
import io.pushmi.contracts.runtime.events.processing.ProjectionResponse;
import io.pushmi.contracts.runtime.events.processing.ProjectionRuntimeToClientMessage;
import io.pushmi.contracts.runtime.events.processing.PublicFilterClientToRuntimeMessage;
import io.pushmi.contracts.runtime.events.processing.PublicFilterRegistrationRequest;

/** The contracts of event processing, as the client has them. */
public final class ClientProtocols {
    private ClientProtocols() {}

    /** For {@code EventHandlers.Connect}. */
    public static ClientProtocol<
                    EventHandlerClientToRuntimeMessage,
                    EventHandlerRuntimeToClientMessage,
                    EventHandlerRegistrationRequest,
                    HandleEventRequest,
                    EventHandlerResponse>
            eventHandlers() {
        return new EventHandlerClientProtocol();
    }

    /** For {@code Filters.Connect}. */
    public static ClientProtocol<
                    FilterClientToRuntimeMessage,
                    FilterRuntimeToClientMessage,
                    FilterRegistrationRequest,
                    FilterEventRequest,
                    FilterResponse>
            filters() {
        return new UnpartitionedFilterClientProtocol();
    }

    /** For {@code Filters.ConnectPartitioned}. */
    public static ClientProtocol<
                    PartitionedFilterClientToRuntimeMessage,
                    FilterRuntimeToClientMessage,
                    PartitionedFilterRegistrationRequest,
                    FilterEventRequest,
                    PartitionedFilterResponse>
            partitionedFilters() {
        return new PartitionedFilterClientProtocol();
    }

    /** For {@code Filters.ConnectPublic}. */
    public static ClientProtocol<
                    PublicFilterClientToRuntimeMessage,
                    FilterRuntimeToClientMessage,
                    PublicFilterRegistrationRequest,
                    FilterEventRequest,
                    PartitionedFilterResponse>
            publicFilters() {
        return new PublicFilterClientProtocol();
    }

    /** For {@code Projections.Connect}. */
    public static ClientProtocol<
                    ProjectionClientToRuntimeMessage,
                    ProjectionRuntimeToClientMessage,
                    ProjectionRegistrationRequest,
                    ProjectionRequest,
                    ProjectionResponse>
            projections() {
        return new ProjectionClientProtocol();
    }
}
