package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.SequenceNumber;

/**
 * How far the index of one kind of key is built. Every commit that goes in while the kind is kept is indexed at once, so
 * only the logs that there were before are gone through, one after another, and one record does for all of them.
 *
 * @param log the log that is being gone through; the ones before it are done
 * @param position from where on it is still to be done
 * @param end the first log that came when the kind was kept already
 */
record IndexProgress(LogNumber log, SequenceNumber position, LogNumber end) {
    static IndexProgress complete() {
        return new IndexProgress(new LogNumber(0), SequenceNumber.FIRST, new LogNumber(0));
    }

    /** Where an index begins that all the logs below {@code end} lack. */
    static IndexProgress beginning(LogNumber end) {
        return new IndexProgress(new LogNumber(0), SequenceNumber.FIRST, end);
    }

    boolean isComplete() {
        return log.value() >= end.value();
    }

    boolean covers(LogNumber other) {
        return other.value() < log.value() || other.value() >= end.value();
    }

    IndexProgress at(SequenceNumber reached) {
        return new IndexProgress(log, reached, end);
    }

    IndexProgress nextLog() {
        return new IndexProgress(log.next(), SequenceNumber.FIRST, end);
    }

    byte[] encode() {
        return new ByteWriter(32)
                .number(log.value())
                .number(position.value())
                .number(end.value())
                .checksum()
                .toArray();
    }

    static IndexProgress decode(byte[] bytes) {
        ByteReader from = ByteReader.checked(bytes);
        IndexProgress progress = new IndexProgress(
                new LogNumber(Math.toIntExact(from.number())),
                new SequenceNumber(from.number()),
                new LogNumber(Math.toIntExact(from.number())));
        from.finish();
        return progress;
    }
}
