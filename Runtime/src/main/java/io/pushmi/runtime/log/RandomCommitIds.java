package io.pushmi.runtime.log;

import io.pushmi.runtime.storage.CommitId;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.Supplier;

/**
 * Makes ids for commits whose clients chose none. Bits are drawn in bulk: one draw a commit would cost a system call
 * each. Not for use by several threads at a time.
 */
final class RandomCommitIds implements Supplier<CommitId> {
    private static final int IDS_PER_DRAW = 256;

    private final SecureRandom random = new SecureRandom();
    private final ByteBuffer drawn = ByteBuffer.allocate(IDS_PER_DRAW * 2 * Long.BYTES);

    RandomCommitIds() {
        drawn.position(drawn.limit());
    }

    @Override
    public CommitId get() {
        if (!drawn.hasRemaining()) {
            random.nextBytes(drawn.array());
            drawn.rewind();
        }
        return new CommitId.Random(drawn.getLong(), drawn.getLong());
    }
}
