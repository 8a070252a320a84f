package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Revision;

/**
 * What the store counts across all logs and documents.
 *
 * @param nextLog the number that the next new log gets
 * @param lastRevision the newest revision of any document, which none gets again, not even after it was removed
 */
record Counters(LogNumber nextLog, Revision lastRevision) {
    static final Counters INITIAL = new Counters(new LogNumber(0), Revision.ABSENT);

    byte[] encode() {
        return new ByteWriter(16)
                .number(nextLog.value())
                .number(lastRevision.value())
                .checksum()
                .toArray();
    }

    static Counters decode(byte[] bytes) {
        ByteReader from = ByteReader.checked(bytes);
        Counters counters = new Counters(new LogNumber(Math.toIntExact(from.number())), new Revision(from.number()));
        from.finish();
        return counters;
    }
}
