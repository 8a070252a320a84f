package io.pushmi.runtime.processing.filters;

import io.pushmi.runtime.events.streams.StreamEvents;
import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.storage.Checkpoint;
import io.pushmi.runtime.storage.CheckpointName;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The log of one stream and the one that it is made of, as far as its writer needs them. Fails as the store does. */
class StreamLog {
    private static final PageLimit ONE = new PageLimit(1, 1);

    private final LogId source;
    private final LogId stream;
    private final EventLogs logs;
    private final EventLogStorage storage;

    StreamLog(LogId source, LogId stream, EventLogs logs, EventLogStorage storage) {
        this.source = source;
        this.stream = stream;
        this.logs = logs;
        this.storage = storage;
    }

    /** Never fails. */
    CompletionStage<CommitOutcome> commit(CommitRequest request) {
        return logs.commit(stream, request);
    }

    CompletionStage<StreamEnd> end() {
        return checkpoint(StreamEvents.FILTER)
                .thenCombine(checkpoint(StreamEvents.ERASURES), Checkpoints::new)
                .thenCompose(read -> storage.head(source)
                        .thenApply(head -> new StreamEnd(read.filter(), read.erasures(), head.next())));
    }

    /** An event of the source log as it is now. */
    CompletionStage<CommittedEvent> sourceEvent(SequenceNumber number) {
        return storage.read(source, number, ONE).thenApply(page -> {
            Commit commit = page.commits().stream()
                    .findFirst()
                    .orElseThrow(() -> new StorageDamaged(
                            "log " + source + " has nothing at " + number + ", an event that a filter was given",
                            null));
            return new CommittedEvent(
                    commit, (int) (number.value() - commit.first().value()));
        });
    }

    private CompletionStage<@Nullable SequenceNumber> checkpoint(CheckpointName name) {
        return storage.lastByKey(stream, new Key.OfCheckpoint(name))
                .thenApply(found ->
                        found.map(Commit::checkpoint).map(Checkpoint::position).orElse(null));
    }

    @Override
    public String toString() {
        return stream.toString();
    }

    private record Checkpoints(
            @Nullable SequenceNumber filter, @Nullable SequenceNumber erasures) {}
}
