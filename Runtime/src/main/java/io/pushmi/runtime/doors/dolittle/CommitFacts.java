package io.pushmi.runtime.doors.dolittle;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnsafeByteOperations;
import io.pushmi.contracts.execution.ExecutionContext;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.ContentType;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;

/**
 * What all events of a commit show alike, translated once.
 *
 * @param first tells which commit of its log it is
 */
record CommitFacts(SequenceNumber first, Timestamp occurred, ExecutionContext context) {
    /** What stands for content that this contract cannot show: clients expect a JSON object. */
    private static final ByteString NOTHING = ByteString.copyFromUtf8("{}");

    static CommitFacts of(Commit commit) {
        Instant occurred = commit.occurred();
        Timestamp timestamp = Timestamp.newBuilder()
                .setSeconds(occurred.getEpochSecond())
                .setNanos(occurred.getNano())
                .build();
        return new CommitFacts(commit.first(), timestamp, ExecutionContexts.write(commit.context()));
    }

    /**
     * The content of an event byte for byte, without what was erased of it; an empty JSON object where all of it was, or
     * where it is not JSON.
     */
    static ByteString contentOf(Content content) {
        return content instanceof Content.Legible readable && readable.type().equals(ContentType.JSON)
                ? UnsafeByteOperations.unsafeWrap(readable.bytes().array())
                : NOTHING;
    }
}
