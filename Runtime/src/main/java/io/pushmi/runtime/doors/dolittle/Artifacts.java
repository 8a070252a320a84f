package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.artifacts.Artifact;
import io.pushmi.contracts.protobuf.Uuid;
import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.artifacts.Generation;
import io.pushmi.runtime.events.RegisteredArtifact;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Artifacts, in and out. Inside the Runtime their ids are text. */
final class Artifacts {
    private Artifacts() {}

    /**
     * The text of the id of an artifact in a field that must be set.
     *
     * @throws MalformedRequest if the artifact or its id is not set, or the id is malformed
     */
    static String requireId(boolean isSet, Artifact wire, String field) {
        if (!isSet) {
            throw MalformedRequest.notSet(field, "an Artifact");
        }
        if (!wire.hasId() || wire.getId().getValue().size() != Guids.LENGTH) {
            throw unreadableId(wire, field);
        }
        return Guids.read(wire.getId().getValue(), 0).toString();
    }

    private static MalformedRequest unreadableId(Artifact wire, String field) {
        return wire.hasId()
                ? Guids.malformed(wire.getId(), field + ".id")
                : MalformedRequest.notSet(field + ".id", "a Uuid");
    }

    /** The event type in a field that must be set; fails as {@link #requireId} does. */
    static EventType requireEventType(boolean isSet, Artifact wire, String field) {
        return new EventType(new EventTypeId(requireId(isSet, wire, field)), generation(wire));
    }

    /** What a client declares about an artifact; fails as {@link #requireId} does. */
    static RegisteredArtifact requireDeclaration(boolean isSet, Artifact wire, String field, String alias) {
        return new RegisteredArtifact(
                requireId(isSet, wire, field), generation(wire).value(), alias);
    }

    private static Generation generation(Artifact wire) {
        return new Generation(Integer.toUnsignedLong(wire.getGeneration()));
    }

    /** An event type that is not known, or that another door gave an id which is no Guid, has the zero Guid. */
    static Artifact write(@Nullable EventType type) {
        if (type == null) {
            return Artifact.newBuilder().setId(Guids.ZERO).build();
        }
        return Artifact.newBuilder()
                .setId(idOf(type.id().value()))
                .setGeneration((int) type.generation().value())
                .build();
    }

    /** What was declared about an artifact; the zero Guid where another door gave it an id that is no Guid. */
    static Artifact write(RegisteredArtifact declared) {
        return Artifact.newBuilder()
                .setId(idOf(declared.id()))
                .setGeneration((int) declared.generation())
                .build();
    }

    private static Uuid idOf(String text) {
        UUID id = Guids.ofText(text);
        return id == null ? Guids.ZERO : Guids.write(id);
    }
}
