package io.pushmi.runtime.events.erasing;

import io.pushmi.runtime.storage.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Erases properties of JSON objects and leaves every other byte as it is. */
final class JsonRedaction {
    private final Map<String, Replacement> properties;

    JsonRedaction(Map<String, Replacement> properties) {
        this.properties = properties;
    }

    /** What remains of the content; empty if nothing of it is to go, or if it is no JSON object. */
    Optional<Bytes> of(Bytes content) {
        byte[] json = content.array();
        return JsonMembers.of(json)
                .map(JsonMembers::members)
                .filter(members -> members.stream().anyMatch(member -> changes(member, json)))
                .map(members -> Bytes.wrap(spliced(json, members)));
    }

    private boolean changes(JsonMembers.Member member, byte[] json) {
        Replacement replacement = properties.get(member.name());
        return replacement instanceof Replacement.Primitive primitive
                ? !Arrays.equals(member.value(json), utf8(primitive))
                : replacement != null;
    }

    private byte[] spliced(byte[] json, List<JsonMembers.Member> members) {
        ByteArrayOutputStream spliced = new ByteArrayOutputStream(json.length);
        spliced.write(json, 0, members.get(0).start());
        boolean isFirst = true;
        for (int i = 0; i < members.size(); i++) {
            JsonMembers.Member member = members.get(i);
            Replacement replacement = properties.get(member.name());
            if (replacement instanceof Replacement.Removed) {
                continue;
            }
            if (!isFirst) {
                int comma = members.get(i - 1).end();
                spliced.write(json, comma, member.start() - comma);
            }
            isFirst = false;
            spliced.write(json, member.start(), member.valueStart() - member.start());
            byte[] value =
                    replacement instanceof Replacement.Primitive primitive ? utf8(primitive) : member.value(json);
            spliced.write(value, 0, value.length);
        }
        int rest = members.get(members.size() - 1).end();
        spliced.write(json, rest, json.length - rest);
        return spliced.toByteArray();
    }

    private static byte[] utf8(Replacement.Primitive replacement) {
        return replacement.json().getBytes(StandardCharsets.UTF_8);
    }
}
