package io.pushmi.runtime.processing;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Who has registered a processor in this Runtime: several clients may, each for itself and all with one definition. Used
 * by any thread.
 */
final class Registrations {
    private final Map<ProcessorId, List<Place>> places = new LinkedHashMap<>();

    /** Where one registration is, or is going to be. */
    static final class Place {
        private final ProcessorDefinition definition;
        private final @Nullable ClientId client;
        private final CompletableFuture<Registered> registered = new CompletableFuture<>();

        /** @param client null if it did not say who it is, so that it may be the same as any other */
        Place(ProcessorDefinition definition, @Nullable ClientId client) {
            this.definition = definition;
            this.client = client;
        }

        void take(Registered registration) {
            registered.complete(registration);
        }

        /** Fails when nothing comes of the registration. */
        CompletableFuture<Registered> registered() {
            return registered;
        }

        @Nullable
        Registered now() {
            return registered.isDone() && !registered.isCompletedExceptionally() ? registered.getNow(null) : null;
        }

        /** Why the other one cannot be registered besides this one; null if it can. */
        private @Nullable String objectionTo(Place other) {
            if (client == null || other.client == null) {
                return "by a client that does not say who it is";
            }
            if (client.equals(other.client)) {
                return "by the same client " + client;
            }
            return definition.equals(other.definition)
                    ? null
                    : "by client " + client + " with another definition: " + difference(other.definition);
        }

        private String difference(ProcessorDefinition other) {
            List<String> found = new ArrayList<>();
            if (definition.partitioned() != other.partitioned()) {
                found.add("partitioned " + definition.partitioned() + ", not " + other.partitioned());
            }
            if (!definition.selection().equals(other.selection())) {
                found.add("other event types");
            }
            if (definition.concurrency() != other.concurrency()) {
                found.add("concurrency " + definition.concurrency() + ", not " + other.concurrency());
            }
            if (found.isEmpty()) {
                found.add("another alias, beginning or end");
            }
            return String.join("; ", found);
        }
    }

    /** Takes the place, unless there is a reason why not, which says by whom the id is taken. */
    synchronized Optional<String> join(Place place) {
        List<Place> others = places.computeIfAbsent(place.definition.id(), id -> new ArrayList<>());
        for (Place other : others) {
            String objection = other.objectionTo(place);
            if (objection != null) {
                return Optional.of(objection);
            }
        }
        others.add(place);
        return Optional.empty();
    }

    void leave(Place place) {
        synchronized (this) {
            List<Place> others = places.getOrDefault(place.definition.id(), new ArrayList<>());
            others.remove(place);
            if (others.isEmpty()) {
                places.remove(place.definition.id());
            }
        }
        place.registered.cancel(false);
    }

    synchronized List<Place> all() {
        return places.values().stream().flatMap(List::stream).toList();
    }

    /** Of each processor the registration that is the oldest. */
    synchronized List<Registered> firsts() {
        return places.keySet().stream().flatMap(id -> of(id).stream().limit(1)).toList();
    }

    synchronized List<Registered> of(ProcessorId id) {
        return places.getOrDefault(id, List.of()).stream()
                .flatMap(place -> Optional.ofNullable(place.now()).stream())
                .toList();
    }

    /** What is at work for the tenant, or else stands by; null if the processor is not for it. */
    @Nullable
    Shift of(ProcessorId id, TenantId tenant) {
        Shift first = null;
        for (Registered registered : of(id)) {
            Shift shift = registered.of(tenant);
            if (shift != null && shift.operating() != null) {
                return shift;
            }
            first = first == null ? shift : first;
        }
        return first;
    }
}
