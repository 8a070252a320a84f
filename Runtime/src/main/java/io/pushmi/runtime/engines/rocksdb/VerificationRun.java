package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Finding;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.Verification;
import org.jspecify.annotations.Nullable;

/** What one verification has come by so far. */
final class VerificationRun {
    private static final int TOLD_EVERY = 256;

    private final Verification.Listener listener;
    private long expected;
    private long done;
    private long findings;

    private long logs;
    private long commits;
    private long events;
    private long aggregates;
    private long keys;
    private long documents;

    VerificationRun(Verification.Listener listener) {
        this.listener = listener;
    }

    /** @param entries how many entries the store has, about */
    void expects(long entries) {
        expected = entries;
    }

    /** One more entry has been looked at. */
    void advance() {
        done++;
        if (done % TOLD_EVERY == 0) {
            listener.advanced(done, Math.max(done, expected));
        }
    }

    void finish() {
        listener.advanced(done, done);
    }

    void checkedLog() {
        logs++;
    }

    void checked(Commit commit) {
        commits++;
        events += commit.count();
    }

    void checkedAggregate() {
        aggregates++;
    }

    void checkedKey() {
        keys++;
    }

    void checkedDocument() {
        documents++;
    }

    void found(@Nullable LogId log, @Nullable SequenceNumber position, String problem) {
        findings++;
        listener.found(new Finding(log, position, problem));
    }

    /** @param what the subject of the sentence that follows */
    void found(@Nullable LogId log, @Nullable SequenceNumber position, String what, StorageDamaged damage) {
        Throwable reason = damage.getCause() == null ? damage : damage.getCause();
        found(log, position, what + " is damaged: " + reason.getMessage());
    }

    long findings() {
        return findings;
    }

    Verification result() {
        return new Verification(logs, commits, events, aggregates, keys, documents, findings);
    }
}
