package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StorageDamaged;

/** The stored form of a state document: its revision, then its content. */
final class StateCodec {
    private StateCodec() {}

    static byte[] encode(Revision revision, Bytes content) {
        return new ByteWriter(content.size() + 16)
                .number(revision.value())
                .raw(content.array())
                .checksum()
                .toArray();
    }

    static StateDocument decode(StateName name, byte[] bytes) {
        try {
            ByteReader from = ByteReader.checked(bytes);
            return new StateDocument(name, new Revision(from.number()), Bytes.wrap(from.rest()));
        } catch (IllegalArgumentException malformed) {
            throw new StorageDamaged(
                    "the state document " + name + " is damaged: " + malformed.getMessage(), malformed);
        }
    }
}
