package io.pushmi.runtime.events.erasing;

import io.pushmi.runtime.events.streams.StreamDefinition;
import io.pushmi.runtime.events.streams.StreamDefinitions;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes what was erased from a log out of the streams that are made of it.
 *
 * <p><b>Implementer's note.</b> A filter may be writing a copy of an event that it read before the erasure. So the stream's
 * checkpoint of erasures is moved first, on which every copy is conditional: one that is in the stream by then is gone
 * over here, and one that is not yet is refused, after which its filter reads the event again.
 */
final class StreamErasures {
    private final StreamDefinitions definitions;
    private final EventLogStorage storage;
    private final Recording recording;
    private final Turns turns;
    private final Duties duties;

    StreamErasures(
            StreamDefinitions definitions, EventLogStorage storage, Recording recording, Turns turns, Duties duties) {
        this.definitions = definitions;
        this.storage = storage;
        this.recording = recording;
        this.turns = turns;
        this.duties = duties;
    }

    /**
     * Goes over every stream of the erasure's log, in the log's turn. To do it again changes nothing.
     *
     * @param done what the erasure came to in its log
     * @param record the number of its record there
     * @return the streams whose former content is in the store's files now
     */
    CompletionStage<List<ErasedStream>> apply(Erasure erasure, ErasureProgress done, SequenceNumber record) {
        if (done.concerned() == null) {
            return CompletableFuture.completedFuture(List.of());
        }
        return definitions.madeOf(erasure.log()).thenCompose(streams -> {
            CompletionStage<List<ErasedStream>> all = CompletableFuture.completedFuture(new ArrayList<>());
            for (StreamDefinition each : streams) {
                LogId stream = new LogId(erasure.log().tenant(), each.name());
                all = all.thenCompose(before -> turns.take(stream, () -> apply(stream, erasure, record))
                        .thenApply(progress -> with(before, stream, progress)));
            }
            return all;
        });
    }

    private CompletionStage<ErasureProgress> apply(LogId stream, Erasure erasure, SequenceNumber record) {
        return recording.begin(stream, erasure, record).thenCompose(before -> {
            Erasure ofStream = erasure.of(stream, before);
            Reduction reduction = Reduction.ofStream(erasure, before);
            return new ErasureRun(
                            storage, ofStream, reduction, duties, unsaved -> CompletableFuture.completedFuture(null))
                    .from(ErasureProgress.NONE)
                    .thenCompose(done -> done.concerned() == null
                            ? CompletableFuture.completedFuture(done)
                            : recording.record(ofStream, done).thenApply(recorded -> done));
        });
    }

    private static List<ErasedStream> with(List<ErasedStream> before, LogId stream, ErasureProgress done) {
        Stretch concerned = done.concerned();
        if (concerned != null) {
            before.add(new ErasedStream(stream, concerned));
        }
        return before;
    }
}
