package io.pushmi.runtime.events.erasing;

import static io.pushmi.runtime.events.erasing.ErasingFixture.LOG;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.events.streams.StreamDefinition;
import io.pushmi.runtime.events.streams.StreamDefinitions;
import io.pushmi.runtime.events.streams.StreamEvents;
import io.pushmi.runtime.events.streams.StreamKind;
import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.Checkpoint;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StreamId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Streams in a spec that have every event of their log. */
final class Streams {
    static final LogId PRIVATE = define(StreamKind.PRIVATE);
    static final LogId PUBLIC = define(StreamKind.PUBLIC);

    private Streams() {}

    private static LogId define(StreamKind kind) {
        return new LogId(LOG.tenant(), definition(kind).name());
    }

    private static StreamDefinition definition(StreamKind kind) {
        return new StreamDefinition(ScopeId.DEFAULT, new StreamId(new UUID(5, 6)), kind);
    }

    /** Both streams are known, whether there is anything in them or not. */
    static void define(ErasingFixture runtime) {
        StreamDefinitions definitions = new StreamDefinitions(runtime.states());
        Answers.of(definitions.save(LOG.tenant(), definition(StreamKind.PRIVATE)));
        Answers.of(definitions.save(LOG.tenant(), definition(StreamKind.PUBLIC)));
    }

    /** Copies everything of the main log that is not in the stream yet. */
    static void fill(ErasingFixture runtime, LogId stream) {
        for (Commit commit : runtime.stored(LOG)) {
            for (int i = 0; commit.kind() == CommitKind.EVENTS && i < commit.count(); i++) {
                SequenceNumber expected = checkpoint(runtime, stream);
                if (expected == null || !commit.numberOf(i).isBefore(expected)) {
                    assertThat(copy(runtime, stream, new CommittedEvent(commit, i)))
                            .isInstanceOf(CommitOutcome.Committed.class);
                }
            }
        }
    }

    /** What becomes of a copy whose writer knows of no erasure. */
    static CommitOutcome copy(ErasingFixture runtime, LogId stream, CommittedEvent event) {
        return Answers.of(runtime.logs()
                .commit(stream, StreamEvents.copyOf(event, new PartitionId("p"), checkpoint(runtime, stream), null)));
    }

    private static @Nullable SequenceNumber checkpoint(ErasingFixture runtime, LogId stream) {
        return Answers.of(runtime.storage().lastByKey(stream, new Key.OfCheckpoint(StreamEvents.FILTER)))
                .map(Commit::checkpoint)
                .map(Checkpoint::position)
                .orElse(null);
    }
}
