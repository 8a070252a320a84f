package io.pushmi.runtime.processing.projections;

import java.util.List;

/**
 * Asks for a copy of each read model in a tenant's own database.
 *
 * @param collection in which they are; must be a name that MongoDB takes
 * @param conversions of properties that are not to be stored as JSON has them
 */
public record CopyDefinition(String collection, List<PropertyConversion> conversions) {
    public CopyDefinition {
        conversions = List.copyOf(conversions);
    }
}
