package io.pushmi.runtime.events.erasing;

import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;

/**
 * An erasure that is decided.
 *
 * @param before where it ends: events from this position on are not concerned
 */
record Erasure(ErasureId id, ErasureRequest request, SequenceNumber before) {
    LogId log() {
        return request.log();
    }

    /** The same in another log. */
    Erasure of(LogId log, SequenceNumber end) {
        return new Erasure(id, new ErasureRequest(log, request.target(), request.by(), request.reason()), end);
    }
}
