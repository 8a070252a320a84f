package io.pushmi.runtime.engines.mongodb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Puts values in the order in which a MongoDB server has them, as far as ids of documents need it. */
final class BsonOrder implements Comparator<BsonValue> {
    static final BsonOrder INSTANCE = new BsonOrder();

    private BsonOrder() {}

    @Override
    public int compare(BsonValue one, BsonValue other) {
        if (one.isNumber() && other.isNumber()) {
            return Long.compare(one.asNumber().longValue(), other.asNumber().longValue());
        }
        if (one.isString() && other.isString()) {
            return Arrays.compareUnsigned(utf8(one), utf8(other));
        }
        if (one.isDocument() && other.isDocument()) {
            return compareFields(one.asDocument(), other.asDocument());
        }
        return Integer.compare(rank(one), rank(other));
    }

    private int compareFields(BsonDocument one, BsonDocument other) {
        var left = one.values().iterator();
        var right = other.values().iterator();
        while (left.hasNext() && right.hasNext()) {
            int order = compare(left.next(), right.next());
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(left.hasNext(), right.hasNext());
    }

    private static byte[] utf8(BsonValue value) {
        return value.asString().getValue().getBytes(StandardCharsets.UTF_8);
    }

    private static int rank(BsonValue value) {
        return switch (value.getBsonType()) {
            case NULL -> 1;
            case INT32, INT64, DOUBLE -> 2;
            case STRING -> 3;
            case DOCUMENT -> 4;
            case ARRAY -> 5;
            case BINARY -> 6;
            default -> 7;
        };
    }
}
