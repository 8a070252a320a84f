package io.pushmi.runtime.doors.pushmi;

import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.management.v1.ErasePropertiesRequest;
import io.pushmi.contracts.management.v1.EraseResponse;
import io.pushmi.contracts.management.v1.EraseSourceRequest;
import io.pushmi.contracts.management.v1.ErasedProperty;
import io.pushmi.contracts.management.v1.ErasureGrpc;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.events.erasing.Erased;
import io.pushmi.runtime.events.erasing.ErasureRequest;
import io.pushmi.runtime.events.erasing.Erasures;
import io.pushmi.runtime.events.erasing.Replacement;
import io.pushmi.runtime.events.erasing.Target;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.tenancy.Tenants;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Erases personal data. */
final class ErasureService extends ErasureGrpc.ErasureImplBase {
    /** What goes into the record of an erasure must fit into one commit. */
    private static final int LONGEST_TEXT = 10_000;

    private static final int MOST_PROPERTIES = 1_000;
    private static final int LONGEST_PROPERTY = 1_000;

    private final Erasures erasures;
    private final Tenants tenants;

    ErasureService(Erasures erasures, Tenants tenants) {
        this.erasures = erasures;
        this.tenants = tenants;
    }

    @Override
    public void eraseSource(EraseSourceRequest request, StreamObserver<EraseResponse> caller) {
        UnaryAnswer.to(caller, () -> erasures.erase(read(request)).thenApply(ErasureService::response));
    }

    @Override
    public void eraseProperties(ErasePropertiesRequest request, StreamObserver<EraseResponse> caller) {
        UnaryAnswer.to(caller, () -> erasures.erase(read(request)).thenApply(ErasureService::response));
    }

    private ErasureRequest read(EraseSourceRequest request) {
        LogId log = Requests.sourceId(request.hasLog(), request.getLog(), tenants);
        if (!request.hasEventSource()) {
            throw new MalformedRequest("event_source", "expected the id of an event source, found nothing");
        }
        return new ErasureRequest(
                log,
                new Target.OfSource(new EventSourceId(request.getEventSource())),
                remembered(request.getBy(), "by"),
                remembered(request.getReason(), "reason"));
    }

    private ErasureRequest read(ErasePropertiesRequest request) {
        LogId log = Requests.sourceId(request.hasLog(), request.getLog(), tenants);
        Target target = new Target.OfProperties(
                new EventTypeId(Fields.notEmpty(request.getEventType(), "event_type")),
                read(request.getPropertiesList()),
                request.hasEventSource() ? new EventSourceId(request.getEventSource()) : null);
        return new ErasureRequest(
                log, target, remembered(request.getBy(), "by"), remembered(request.getReason(), "reason"));
    }

    private static String remembered(String text, String field) {
        return requireShort(Fields.notBlank(text, field), LONGEST_TEXT, field);
    }

    private static String requireShort(String text, int longest, String field) {
        if (text.length() > longest) {
            throw new MalformedRequest(field, "expected at most " + longest + " characters, found " + text.length());
        }
        return text;
    }

    private static Map<String, Replacement> read(List<ErasedProperty> properties) {
        if (properties.size() > MOST_PROPERTIES) {
            throw new MalformedRequest(
                    "properties", "expected at most " + MOST_PROPERTIES + ", found " + properties.size());
        }
        Map<String, Replacement> read = new LinkedHashMap<>();
        for (int i = 0; i < properties.size(); i++) {
            ErasedProperty property = properties.get(i);
            String field = "properties[" + i + "]";
            String name = requireShort(property.getName(), LONGEST_PROPERTY, field + ".name");
            if (read.put(name, replacement(property, field)) != null) {
                throw new MalformedRequest(field + ".name", "expected each name once, found another of the same");
            }
        }
        if (read.isEmpty()) {
            throw new MalformedRequest("properties", "expected at least one, found none");
        }
        return read;
    }

    private static Replacement replacement(ErasedProperty property, String field) {
        if (!property.hasReplacement()) {
            return Replacement.REMOVED;
        }
        try {
            return Replacement.of(requireShort(property.getReplacement(), LONGEST_PROPERTY, field + ".replacement"));
        } catch (IllegalArgumentException notJson) {
            throw new MalformedRequest(field + ".replacement", String.valueOf(notJson.getMessage()));
        }
    }

    private static EraseResponse response(Erased erased) {
        return EraseResponse.newBuilder()
                .setErasure(erased.id().toString())
                .setEvents(erased.events())
                .setCommits(erased.commits())
                .build();
    }
}
