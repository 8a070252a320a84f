package io.pushmi.runtime.engines.mongodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;

/** Says which documents a filter finds, for the few operators that the engine uses; any other is a failure. */
final class BsonFilter {
    private BsonFilter() {}

    static boolean matches(BsonDocument filter, BsonDocument document) {
        return filter.entrySet().stream().allMatch(entry -> matches(entry, document));
    }

    private static boolean matches(Map.Entry<String, BsonValue> entry, BsonDocument document) {
        String name = entry.getKey();
        BsonValue wanted = entry.getValue();
        return switch (name) {
            case "$and" -> wanted.asArray().stream().allMatch(part -> matches(part.asDocument(), document));
            case "$or" -> wanted.asArray().stream().anyMatch(part -> matches(part.asDocument(), document));
            case "$nor" -> wanted.asArray().stream().noneMatch(part -> matches(part.asDocument(), document));
            default -> {
                List<BsonValue> found = valuesAt(document, name);
                yield isOperators(wanted)
                        ? wanted.asDocument().entrySet().stream().allMatch(operator -> holds(operator, found))
                        : isAny(found, wanted);
            }
        };
    }

    private static boolean isOperators(BsonValue wanted) {
        return wanted.isDocument()
                && !wanted.asDocument().isEmpty()
                && wanted.asDocument().getFirstKey().startsWith("$");
    }

    private static boolean holds(Map.Entry<String, BsonValue> operator, List<BsonValue> found) {
        BsonValue wanted = operator.getValue();
        return switch (operator.getKey()) {
            case "$eq" -> isAny(found, wanted);
            case "$ne" -> !isAny(found, wanted);
            case "$in" -> wanted.asArray().stream().anyMatch(one -> isAny(found, one));
            case "$nin" -> wanted.asArray().stream().noneMatch(one -> isAny(found, one));
            case "$all" -> wanted.asArray().stream().allMatch(one -> isAny(found, one));
            case "$exists" -> found.isEmpty() != wanted.asBoolean().getValue();
            case "$gt" -> found.stream().anyMatch(value -> order(value, wanted) > 0);
            case "$gte" -> found.stream().anyMatch(value -> order(value, wanted) >= 0);
            case "$lt" -> found.stream().anyMatch(value -> order(value, wanted) < 0);
            case "$lte" -> found.stream().anyMatch(value -> order(value, wanted) <= 0);
            default -> throw new AssertionError("the simulated server does not know " + operator.getKey());
        };
    }

    private static int order(BsonValue value, BsonValue wanted) {
        return BsonOrder.INSTANCE.compare(value, wanted);
    }

    private static boolean isAny(List<BsonValue> found, BsonValue wanted) {
        return found.isEmpty() ? wanted.isNull() : found.stream().anyMatch(value -> isEqual(value, wanted));
    }

    private static boolean isEqual(BsonValue one, BsonValue other) {
        return (one.isNumber() && other.isNumber())
                ? one.asNumber().longValue() == other.asNumber().longValue()
                : one.equals(other);
    }

    /** Every value that a dotted name leads to; an array stands for itself and for each of its elements. */
    static List<BsonValue> valuesAt(BsonValue start, String path) {
        List<BsonValue> here = List.of(start);
        for (String name : path.split("\\.", -1)) {
            List<BsonValue> next = new ArrayList<>();
            here.forEach(value -> step(value, name, next));
            here = next;
        }
        List<BsonValue> all = new ArrayList<>(here);
        here.stream().filter(BsonValue::isArray).forEach(array -> all.addAll(array.asArray()));
        return all;
    }

    private static void step(BsonValue value, String name, List<BsonValue> next) {
        if (value.isDocument() && value.asDocument().containsKey(name)) {
            next.add(value.asDocument().get(name));
        } else if (value.isArray() && name.chars().allMatch(Character::isDigit)) {
            int index = Integer.parseInt(name);
            next.add(index < value.asArray().size() ? value.asArray().get(index) : BsonNull.VALUE);
        } else if (value.isArray()) {
            value.asArray().forEach(element -> step(element, name, next));
        }
    }
}
