package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.contracts.runtime.events.processing.FilterRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.PartitionedFilterRegistrationRequest;
import io.pushmi.contracts.runtime.events.processing.PublicFilterRegistrationRequest;
import io.pushmi.runtime.events.streams.StreamKind;
import io.pushmi.runtime.processing.filters.FilterDefinition;
import io.pushmi.runtime.processing.filters.FilterId;
import io.pushmi.runtime.storage.ScopeId;

/** What filters register. All of these throw a {@link MalformedRequest} if that is not what the contract says. */
final class FilterRegistrations {
    private FilterRegistrations() {}

    static FilterDefinition read(FilterRegistrationRequest wire) {
        ScopeId scope = scope(wire.hasScopeId(), wire.getScopeId());
        return new FilterDefinition(scope, id(wire.hasFilterId(), wire.getFilterId()), StreamKind.PRIVATE);
    }

    static FilterDefinition read(PartitionedFilterRegistrationRequest wire) {
        ScopeId scope = scope(wire.hasScopeId(), wire.getScopeId());
        return new FilterDefinition(scope, id(wire.hasFilterId(), wire.getFilterId()), StreamKind.PARTITIONED);
    }

    static FilterDefinition read(PublicFilterRegistrationRequest wire) {
        return new FilterDefinition(ScopeId.DEFAULT, id(wire.hasFilterId(), wire.getFilterId()), StreamKind.PUBLIC);
    }

    private static ScopeId scope(boolean isSet, Uuid wire) {
        return new ScopeId(Guids.require(isSet, wire, "scopeId"));
    }

    private static FilterId id(boolean isSet, Uuid wire) {
        return new FilterId(Guids.require(isSet, wire, "filterId"));
    }
}
