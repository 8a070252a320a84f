package io.pushmi.runtime.processing.projections;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

/**
 * A projection of one tenant as its state document has it.
 *
 * @param edition which of the sets of read models is being made
 * @param oldest the oldest one of which there may still be documents
 * @param maker tells copies of these read models from those of any other projection, of this store or another
 */
record DefinitionDocument(ProjectionDefinition definition, long edition, long oldest, String maker) {
    static final String COLLECTION = "projection-definitions";

    private static final ObjectMapper JSON = new ObjectMapper(Json.FACTORY);
    private static final String PROPERTY = "property";
    private static final String KEY = "key";
    private static final String FORMAT = "format";
    private static final String MAKER = "maker";
    private static final String COPY = "copy";

    static StateName nameOf(TenantId tenant, ProjectionId projection) {
        return new StateName(tenant, COLLECTION, projection.toString());
    }

    static DefinitionDocument first(ProjectionDefinition definition) {
        return new DefinitionDocument(definition, 1, 1, newMaker());
    }

    private static String newMaker() {
        return UUID.randomUUID().toString();
    }

    /**
     * This with what a client registers now: as another edition if that makes other read models or other copies. Copies
     * that are not wanted any more are left as they are; if they are wanted again later, that is a change.
     */
    DefinitionDocument with(ProjectionDefinition registered) {
        boolean isSame = new HashSet<>(definition.selectors()).equals(new HashSet<>(registered.selectors()))
                && isSame(definition.initialState(), registered.initialState())
                && (registered.copy() == null || registered.copy().equals(definition.copy()));
        return new DefinitionDocument(
                registered, isSame ? edition : edition + 1, oldest, maker.isEmpty() ? newMaker() : maker);
    }

    DefinitionDocument withNextEdition(long after) {
        return new DefinitionDocument(definition, Math.max(edition, after) + 1, oldest, maker);
    }

    DefinitionDocument withOldest(long remaining) {
        return new DefinitionDocument(definition, edition, Math.max(oldest, remaining), maker);
    }

    private static boolean isSame(String one, String other) {
        try {
            return one.equals(other) || JSON.readTree(one).equals(JSON.readTree(other));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a definition was taken whose initial state is not JSON", impossible);
        }
    }

    Bytes encode() {
        ObjectNode json = JSON.createObjectNode();
        json.put("edition", edition).put("oldest", oldest).put("alias", definition.alias());
        json.put("initialState", definition.initialState());
        ArrayNode selectors = json.putArray("selectors");
        definition.selectors().forEach(selector -> write(selector, selectors.addObject()));
        json.put(MAKER, maker);
        if (definition.copy() != null) {
            CopyJson.write(definition.copy(), json.putObject(COPY));
        }
        try {
            return Bytes.wrap(JSON.writeValueAsBytes(json));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of texts and numbers is always JSON", impossible);
        }
    }

    private static void write(EventSelector selector, ObjectNode json) {
        json.put("type", selector.type().value());
        if (selector.key() instanceof KeySelector.Property property) {
            json.put("by", PROPERTY).put(PROPERTY, property.name());
        } else if (selector.key() instanceof KeySelector.Static always) {
            json.put("by", KEY).put(KEY, always.key().value());
        } else if (selector.key() instanceof KeySelector.Occurred occurred) {
            json.put("by", FORMAT).put(FORMAT, occurred.format());
        } else {
            json.put("by", selector.key() instanceof KeySelector.Partition ? "partition" : "source");
        }
    }

    /** @throws StorageDamaged if the content is something else */
    static DefinitionDocument decode(StateName name, Bytes content) {
        try {
            JsonNode json = JSON.readTree(content.array());
            List<EventSelector> selectors = new ArrayList<>();
            for (JsonNode selector : json.required("selectors")) {
                selectors.add(new EventSelector(
                        new EventTypeId(selector.required("type").asText()), key(selector)));
            }
            JsonNode alias = json.required("alias");
            ProjectionDefinition definition = new ProjectionDefinition(
                    idOf(name),
                    alias.isNull() ? null : alias.asText(),
                    selectors,
                    json.required("initialState").asText(),
                    json.has(COPY) ? CopyJson.read(json.required(COPY)) : null);
            return new DefinitionDocument(
                    definition,
                    json.required("edition").asLong(),
                    json.required("oldest").asLong(),
                    json.path(MAKER).asText());
        } catch (IOException | IllegalArgumentException notOurs) {
            throw new StorageDamaged("the state document " + name + " is not the definition of a projection", notOurs);
        }
    }

    private static KeySelector key(JsonNode selector) {
        String by = selector.required("by").asText();
        return switch (by) {
            case "source" -> new KeySelector.EventSource();
            case "partition" -> new KeySelector.Partition();
            case PROPERTY ->
                new KeySelector.Property(selector.required(PROPERTY).asText());
            case KEY ->
                new KeySelector.Static(new ReadModelKey(selector.required(KEY).asText()));
            case FORMAT -> new KeySelector.Occurred(selector.required(FORMAT).asText());
            default -> throw new IllegalArgumentException("there are no key selectors by " + by);
        };
    }

    private static ProjectionId idOf(StateName name) {
        String[] parts = name.name().split("/", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("expected a scope and an id, found " + name.name());
        }
        return new ProjectionId(new ScopeId(UUID.fromString(parts[0])), UUID.fromString(parts[1]));
    }
}
