package io.pushmi.runtime.storage;

import io.pushmi.runtime.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** State documents in maps. For one thread. */
class MemoryDocuments {
    private static final Comparator<String> BY_UTF8_BYTES = (one, other) ->
            Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    private final Map<CollectionId, NavigableMap<String, StateDocument>> collections = new HashMap<>();
    private long lastRevision;

    private record CollectionId(TenantId tenant, String collection) {}

    Optional<StateDocument> get(StateName name) {
        return Optional.ofNullable(collection(name.tenant(), name.collection()).get(name.name()));
    }

    List<StateResult> change(List<StateChange> changes) {
        validate(changes);
        return changes.stream().map(this::change).toList();
    }

    void validate(List<StateChange> changes) {
        Set<StateName> names = new HashSet<>();
        for (StateChange change : changes) {
            if (!names.add(change.name())) {
                throw new IllegalArgumentException("two changes name " + change.name());
            }
            if (change instanceof StateChange.Put put && put.content().size() > StateStorage.MAXIMUM_SIZE) {
                throw new IllegalArgumentException("the content of " + change.name() + " is too large");
            }
        }
    }

    StateResult change(StateChange change) {
        StateName name = change.name();
        Revision actual = get(name).map(StateDocument::revision).orElse(Revision.ABSENT);
        if (!holds(change, actual)) {
            return new StateResult.Conflict(actual);
        }
        Revision revision = nextRevision(actual);
        if (change instanceof StateChange.Put put) {
            collection(name.tenant(), name.collection())
                    .put(name.name(), new StateDocument(name, revision, put.content()));
            return new StateResult.Changed(revision);
        }
        collection(name.tenant(), name.collection()).remove(name.name());
        return new StateResult.Changed(Revision.ABSENT);
    }

    boolean holds(StateChange change, Revision actual) {
        return change.expected().equals(actual);
    }

    /** One count for all documents, so that a document which is made anew goes on above its former revisions. */
    Revision nextRevision(Revision actual) {
        lastRevision++;
        return new Revision(lastRevision);
    }

    StatePage list(TenantId tenant, String collection, @Nullable String after, int limit) {
        NavigableMap<String, StateDocument> all = collection(tenant, collection);
        NavigableMap<String, StateDocument> rest = after == null ? all : all.tailMap(after, false);
        List<StateDocument> page = rest.values().stream().limit(limit).toList();
        boolean more = rest.size() > page.size();
        return new StatePage(page, more ? page.get(page.size() - 1).name().name() : null);
    }

    Comparator<String> order() {
        return BY_UTF8_BYTES;
    }

    NavigableMap<String, StateDocument> collection(TenantId tenant, String collection) {
        return collections.computeIfAbsent(new CollectionId(tenant, collection), unused -> new TreeMap<>(order()));
    }

    Set<String> collections(TenantId tenant) {
        return collections.entrySet().stream()
                .filter(one ->
                        one.getKey().tenant().equals(tenant) && !one.getValue().isEmpty())
                .map(one -> one.getKey().collection())
                .collect(Collectors.toSet());
    }
}
