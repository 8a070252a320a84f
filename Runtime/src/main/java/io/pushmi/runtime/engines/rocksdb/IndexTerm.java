package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.KeyKind;

/** A key as the index knows it. Two keys may in theory share a term, so what is found by one is still to be looked at. */
record IndexTerm(KeyKind kind, Hash hash) {
    static IndexTerm of(Key key) {
        return new IndexTerm(key.kind(), hash(key));
    }

    private static Hash hash(Key key) {
        if (key instanceof Key.OfAggregate of) {
            return Hash.of(of.aggregate());
        }
        return Hash.of(identity(key));
    }

    private static byte[] identity(Key key) {
        if (key instanceof Key.OfEventSource of) {
            return Text.bytes(of.source().value());
        }
        if (key instanceof Key.OfEventType of) {
            return Text.bytes(of.type().value());
        }
        if (key instanceof Key.OfCorrelation of) {
            return new ByteWriter(16).uuid(of.correlation().value()).toArray();
        }
        if (key instanceof Key.OfCommitId of) {
            return Text.bytes(of.id().text());
        }
        if (key instanceof Key.OfPartition of) {
            return Text.bytes(of.partition().value());
        }
        if (key instanceof Key.OfCheckpoint of) {
            return Text.bytes(of.name().value());
        }
        throw new IllegalArgumentException("a kind of key that the index does not know: " + key.kind());
    }
}
