package io.pushmi.runtime.storage;

import io.pushmi.runtime.execution.Claim;
import io.pushmi.runtime.execution.ExecutionContext;
import org.jspecify.annotations.Nullable;

/**
 * How much room a commit takes as stored, in bytes: one measure for every engine, so that what fits into one fits into
 * all. It counts every byte of content and three for each character of text, which no encoding exceeds, and allowances
 * for what an engine writes around them.
 */
public final class StoredSize {
    /** The largest commit that any engine is asked to keep. */
    public static final long MAXIMUM = 12L * 1024 * 1024;

    private static final long PER_COMMIT = 512;
    private static final long PER_EVENT = 256;
    private static final long PER_CLAIM = 64;

    private StoredSize() {}

    public static long of(CommitRequest request) {
        long size = PER_COMMIT + of(request.context());
        for (UncommittedEvent event : request.events()) {
            size += of(event);
        }
        return size;
    }

    public static long of(UncommittedEvent event) {
        return PER_EVENT
                + text(event.type().id().value())
                + text(event.source().value())
                + of(event.content())
                + (event.metadata() == null ? 0 : event.metadata().size())
                + (event.id() == null ? 0 : text(event.id().value()))
                + (event.partition() == null ? 0 : text(event.partition().value()))
                + (event.aggregate() == null
                        ? 0
                        : text(event.aggregate().root().value())
                                + text(event.aggregate().source().value()));
    }

    /** The same measure of a commit that is stored, for those who keep commits in memory. */
    public static long of(Commit commit) {
        long size = PER_COMMIT + of(commit.context());
        for (Event event : commit.events()) {
            size += of(event);
        }
        return size;
    }

    /** What an event adds to its commit by that measure. */
    public static long of(Event event) {
        return PER_EVENT
                + (event.type() == null ? 0 : text(event.type().id().value()))
                + (event.source() == null ? 0 : text(event.source().value()))
                + of(event.content())
                + (event.metadata() == null ? 0 : event.metadata().size());
    }

    private static long of(@Nullable Content content) {
        return content instanceof Content.Legible readable ? readable.bytes().size() : 0;
    }

    private static long of(ExecutionContext context) {
        long size = text(context.environment().name()) + text(context.version().preRelease());
        for (Claim claim : context.claims()) {
            size += PER_CLAIM + text(claim.key()) + text(claim.value()) + text(claim.valueType());
        }
        return size;
    }

    private static long text(String text) {
        return 3L * text.length();
    }
}
