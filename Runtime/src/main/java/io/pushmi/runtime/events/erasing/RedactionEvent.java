package io.pushmi.runtime.events.erasing;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.ContentType;
import io.pushmi.runtime.storage.EventSourceId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an event asks for that redacts others: properties of earlier events of its own event source. Clients of the Dolittle
 * contracts commit such events.
 *
 * @param target what is to be erased
 * @param by who wants it
 * @param reason why
 */
record RedactionEvent(Target.OfProperties target, String by, String reason) {
    /** What the ids of all event types begin with whose events redact others. */
    private static final String PREFIX = "de1e7e17-bad5-da7a";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The ways in which a GUID is written, in digits with or without dashes, in brackets of either kind or none. */
    private static final Pattern GUID = Pattern.compile(
            "(?<open>[{(]?)([0-9a-f]{8})(?<dash>-?)([0-9a-f]{4})\\k<dash>([0-9a-f]{4})\\k<dash>([0-9a-f]{4})\\k<dash>"
                    + "([0-9a-f]{12})(?<close>[})]?)");

    /** What the event asks for; empty if it is an ordinary one. */
    static Optional<RedactionEvent> of(EventTypeId type, EventSourceId source, Content content) {
        if (!type.value().startsWith(PREFIX)
                || !(content instanceof Content.Legible readable)
                || !readable.type().equals(ContentType.JSON)) {
            return Optional.empty();
        }
        byte[] json = readable.bytes().array();
        Map<String, JsonMembers.Member> members = lastOfEachName(json);
        UUID redacted = guid(text(members.get("EventId"), json));
        String alias = text(members.get("EventAlias"), json);
        String by = text(members.get("RedactedBy"), json);
        String reason = text(members.get("Reason"), json);
        Map<String, Replacement> properties = properties(members.get("RedactedProperties"), json);
        if (redacted == null
                || redacted.toString().startsWith(PREFIX)
                || alias == null
                || by == null
                || reason == null
                || properties.isEmpty()) {
            return Optional.empty();
        }
        Target.OfProperties target = new Target.OfProperties(new EventTypeId(redacted.toString()), properties, source);
        return Optional.of(new RedactionEvent(target, by, reason));
    }

    private static Map<String, JsonMembers.Member> lastOfEachName(byte[] json) {
        Map<String, JsonMembers.Member> members = new LinkedHashMap<>();
        JsonMembers.of(json).ifPresent(all -> all.members().forEach(member -> members.put(member.name(), member)));
        return members;
    }

    private static Map<String, Replacement> properties(JsonMembers.@Nullable Member member, byte[] json) {
        Map<String, Replacement> properties = new LinkedHashMap<>();
        if (member != null && member.kind() == JsonToken.START_OBJECT) {
            byte[] object = member.value(json);
            lastOfEachName(object)
                    .forEach((name, property) -> properties.put(
                            name,
                            property.kind().isScalarValue() && property.kind() != JsonToken.VALUE_NULL
                                    ? new Replacement.Primitive(property.text(object))
                                    : Replacement.REMOVED));
        }
        return properties;
    }

    /** The text of a member that is one and not blank. */
    private static @Nullable String text(JsonMembers.@Nullable Member member, byte[] json) {
        if (member == null || member.kind() != JsonToken.VALUE_STRING) {
            return null;
        }
        try {
            return JSON.readTree(member.value(json)) instanceof TextNode text
                            && !text.textValue().isBlank()
                    ? text.textValue()
                    : null;
        } catch (IOException impossible) {
            throw new IllegalStateException("what was read as a string is one", impossible);
        }
    }

    private static @Nullable UUID guid(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher guid = GUID.matcher(text.strip().toLowerCase(Locale.ROOT));
        boolean isGuid = guid.matches()
                && switch (guid.group("open")) {
                    case "{" -> guid.group("close").equals("}");
                    case "(" -> guid.group("close").equals(")");
                    default -> guid.group("close").isEmpty();
                };
        if (!isGuid) {
            return null;
        }
        return UUID.fromString(
                String.join("-", guid.group(2), guid.group(4), guid.group(5), guid.group(6), guid.group(7)));
    }
}
