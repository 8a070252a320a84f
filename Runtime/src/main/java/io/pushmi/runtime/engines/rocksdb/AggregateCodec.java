package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.StorageDamaged;

/** The stored form of what is remembered of an aggregate. */
final class AggregateCodec {
    private AggregateCodec() {}

    static byte[] encode(AggregateState state) {
        ByteWriter bytes = new ByteWriter(96);
        CommitCodec.write(state, bytes);
        return bytes.checksum().toArray();
    }

    static AggregateState decode(LogId log, byte[] bytes) {
        try {
            ByteReader from = ByteReader.checked(bytes);
            AggregateState state = CommitCodec.readState(from);
            from.finish();
            return state;
        } catch (IllegalArgumentException malformed) {
            throw new StorageDamaged(
                    "the record of an aggregate of log " + log + " is damaged: " + malformed.getMessage(), malformed);
        }
    }
}
