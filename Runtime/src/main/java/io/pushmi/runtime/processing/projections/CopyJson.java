package io.pushmi.runtime.processing.projections;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The copies that a projection asks for, as its state document has them. */
final class CopyJson {
    private static final String COLLECTION = "collection";
    private static final String CONVERSIONS = "conversions";
    private static final String PROPERTY = "property";
    private static final String TO = "to";
    private static final String RENAMED_TO = "renamedTo";

    private CopyJson() {}

    static void write(CopyDefinition copy, ObjectNode json) {
        json.put(COLLECTION, copy.collection());
        write(copy.conversions(), json);
    }

    private static void write(List<PropertyConversion> conversions, ObjectNode json) {
        ArrayNode list = json.putArray(CONVERSIONS);
        for (PropertyConversion conversion : conversions) {
            ObjectNode one = list.addObject();
            one.put(PROPERTY, conversion.property());
            one.put(TO, conversion.to().name());
            if (conversion.renamedTo() != null) {
                one.put(RENAMED_TO, conversion.renamedTo());
            }
            write(conversion.within(), one);
        }
    }

    /** @throws IllegalArgumentException if it is something else */
    static CopyDefinition read(JsonNode json) {
        return new CopyDefinition(json.required(COLLECTION).asText(), conversions(json));
    }

    private static List<PropertyConversion> conversions(JsonNode json) {
        List<PropertyConversion> conversions = new ArrayList<>();
        for (JsonNode one : json.required(CONVERSIONS)) {
            conversions.add(new PropertyConversion(
                    one.required(PROPERTY).asText(),
                    Conversion.valueOf(one.required(TO).asText()),
                    one.has(RENAMED_TO) ? one.required(RENAMED_TO).asText() : null,
                    conversions(one)));
        }
        return conversions;
    }
}
