package io.pushmi.runtime.engines.mongodb;

import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Changes documents as update commands do, for the few operators that the engine uses; any other is a failure. */
final class BsonUpdate {
    private BsonUpdate() {}

    /** The document as it is afterwards; the one given is left as it is. */
    static BsonDocument applied(BsonDocument update, BsonDocument before, boolean isNew) {
        if (update.isEmpty() || !update.getFirstKey().startsWith("$")) {
            BsonDocument replaced = new BsonDocument("_id", before.get("_id"));
            replaced.putAll(update);
            return replaced;
        }
        BsonDocument after = before.clone();
        update.forEach((operator, fields) ->
                fields.asDocument().forEach((path, value) -> change(operator, path, value, after, isNew)));
        return after;
    }

    /** What an upsert starts from: the fields that the filter names with one value. */
    static BsonDocument fromFilter(BsonDocument filter) {
        BsonDocument start = new BsonDocument();
        for (Map.Entry<String, BsonValue> field : filter.entrySet()) {
            boolean isOperators = field.getValue().isDocument()
                    && !field.getValue().asDocument().isEmpty()
                    && field.getValue().asDocument().getFirstKey().startsWith("$");
            if (!isOperators
                    && !field.getKey().startsWith("$")
                    && !field.getKey().contains(".")) {
                start.put(field.getKey(), field.getValue());
            }
        }
        return start;
    }

    private static void change(String operator, String path, BsonValue value, BsonDocument after, boolean isNew) {
        int last = path.lastIndexOf('.');
        BsonValue parent = last < 0 ? after : parent(after, path.substring(0, last));
        String name = path.substring(last + 1);
        BsonValue before = get(parent, name);
        switch (operator) {
            case "$set" -> put(parent, name, value);
            case "$setOnInsert" -> {
                if (isNew) {
                    put(parent, name, value);
                }
            }
            case "$unset" -> parent.asDocument().remove(name);
            case "$inc" ->
                put(
                        parent,
                        name,
                        new BsonInt64((before == null ? 0 : before.asNumber().longValue())
                                + value.asNumber().longValue()));
            case "$addToSet" -> put(parent, name, withMembers(before, value));
            default -> throw new AssertionError("the simulated server does not know " + operator);
        }
    }

    private static BsonArray withMembers(@Nullable BsonValue before, BsonValue value) {
        BsonArray all = before == null ? new BsonArray() : before.asArray().clone();
        List<BsonValue> more = value.isDocument() && value.asDocument().containsKey("$each")
                ? value.asDocument().getArray("$each")
                : List.of(value);
        more.stream().filter(member -> !all.contains(member)).forEach(all::add);
        return all;
    }

    private static BsonValue parent(BsonDocument document, String path) {
        BsonValue here = document;
        for (String name : path.split("\\.", -1)) {
            BsonValue next = get(here, name);
            if (next == null) {
                next = new BsonDocument();
                put(here, name, next);
            }
            here = next;
        }
        return here;
    }

    private static @Nullable BsonValue get(BsonValue parent, String name) {
        return parent.isArray()
                ? parent.asArray().get(Integer.parseInt(name))
                : parent.asDocument().get(name);
    }

    private static void put(BsonValue parent, String name, BsonValue value) {
        if (parent.isArray()) {
            parent.asArray().set(Integer.parseInt(name), value);
        } else {
            parent.asDocument().put(name, value);
        }
    }
}
