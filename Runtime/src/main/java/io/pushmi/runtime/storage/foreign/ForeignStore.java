package io.pushmi.runtime.storage.foreign;

import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.List;
import java.util.function.Consumer;

/**
 * The store of another product, as far as it is one tenant's. It is only read. Methods block, are called by one thread at a
 * time, need memory for a page and no more, and fail with {@link CannotBeMoved} where something is there that this product
 * could not keep, or the store does not answer.
 */
public interface ForeignStore extends AutoCloseable {
    /** Which store it is, for people; without credentials. */
    String description();

    /** Every log that is to be taken over, with its end as of this call; the main one first, streams last. */
    List<ForeignLog> logs();

    /**
     * Commits from a position on, each following the one before, up to the log's end; empty only there. Ids and bounds of
     * commits are the same at each reading. They do not say what becomes of aggregates.
     *
     * @param from where a commit starts
     */
    CommitPage read(ForeignLog log, SequenceNumber from);

    /** The streams that filters make, with events or without. */
    List<ForeignStream> streams();

    /** Every processor, in no order. */
    void processors(Consumer<ForeignProcessor> each);

    /** Every subscription to a public stream, in no order. */
    void subscriptions(Consumer<ForeignSubscription> each);

    /** What is said of every aggregate, in no order. */
    void aggregates(Consumer<ForeignAggregate> each);

    /** What is there and is not taken over, each with why, for people. */
    List<String> leftBehind();

    @Override
    void close();
}
