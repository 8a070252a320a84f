package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.SequenceNumber;

/** The stored form of a head that is not that of an empty log. */
final class HeadCodec {
    private HeadCodec() {}

    static byte[] encode(Head head) {
        if (head.last() == null || head.occurred() == null) {
            throw new IllegalArgumentException("the head of an empty log is not stored");
        }
        ByteWriter bytes = new ByteWriter(64).number(head.next().value());
        CommitCodec.write(head.last(), bytes);
        return bytes.instant(head.occurred()).checksum().toArray();
    }

    static Head decode(byte[] bytes) {
        ByteReader from = ByteReader.checked(bytes);
        Head head = new Head(new SequenceNumber(from.number()), CommitCodec.readId(from), from.instant());
        from.finish();
        return head;
    }
}
