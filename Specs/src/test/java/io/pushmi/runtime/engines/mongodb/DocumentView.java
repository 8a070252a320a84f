package io.pushmi.runtime.engines.mongodb;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The documents of a database as they are after a beginning of an oplog. */
final class DocumentView {
    private final Map<String, TreeMap<BsonValue, BsonDocument>> collections = new HashMap<>();

    static DocumentView of(List<OplogEntry> oplog) {
        DocumentView view = new DocumentView();
        oplog.forEach(view::apply);
        return view;
    }

    void apply(OplogEntry entry) {
        if (entry.collection().isEmpty()) {
            return;
        }
        if (entry.after() == null) {
            collection(entry.collection()).remove(entry.id());
        } else {
            collection(entry.collection()).put(entry.id(), entry.after());
        }
    }

    @Nullable
    BsonDocument get(String collection, BsonValue id) {
        return collection(collection).get(id);
    }

    /** The documents of a collection in the order of their ids. */
    Collection<BsonDocument> all(String collection) {
        return collection(collection).values();
    }

    /** The documents of a collection that may have the id that the filter asks for, or all if it asks for none. */
    Collection<BsonDocument> candidates(String collection, BsonDocument filter) {
        BsonValue id = filter.get("_id");
        if (id == null
                || (id.isDocument() && id.asDocument().keySet().stream().anyMatch(name -> name.startsWith("$")))) {
            return all(collection);
        }
        BsonDocument document = get(collection, id);
        return document == null ? List.of() : List.of(Objects.requireNonNull(document));
    }

    Set<String> names() {
        return new HashSet<>(collections.keySet());
    }

    private Map<BsonValue, BsonDocument> collection(String name) {
        return collections.computeIfAbsent(name, unknown -> new TreeMap<>(BsonOrder.INSTANCE));
    }
}
