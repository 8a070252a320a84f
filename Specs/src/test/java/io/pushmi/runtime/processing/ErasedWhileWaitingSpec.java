package io.pushmi.runtime.processing;

import static io.pushmi.runtime.processing.ProcessingFixture.LOG;
import static io.pushmi.runtime.processing.ProcessingFixture.partitioned;
import static io.pushmi.runtime.processing.ProcessingFixture.sequential;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.log.ErasureRecord;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Events whose content is erased while they wait for a client that has not finished with the one before. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ErasedWhileWaitingSpec {
    private final ProcessingFixture fixture = new ProcessingFixture();
    private final RecordingTarget target = RecordingTarget.silent();

    /** Erases all events before the position, as an erasure does: first in the store, then on the record. */
    private void eraseBefore(long position) {
        Map<SequenceNumber, Content> all = LongStream.range(0, position)
                .boxed()
                .collect(Collectors.toMap(SequenceNumber::new, number -> Content.ERASED));
        fixture.now(fixture.store.erase(LOG, all));
        fixture.now(fixture.runtimeLogs()
                .commit(
                        LOG,
                        RequestBuilder.request(EventBuilder.event(
                                        ErasureRecord.TYPE.id().value(), "erasure"))
                                .system()
                                .build()));
    }

    private void answerAll(int events) {
        target.answers(delivery -> Outcome.SUCCEEDED);
        target.answer(0, Outcome.SUCCEEDED);
        fixture.pass(Duration.ofSeconds(1));
        assertThat(target.positions())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, events).boxed().toList());
    }

    private List<Boolean> erasedBehindTheFirst() {
        return target.given.stream()
                .skip(1)
                .map(given -> given.delivery().event().event().isErased())
                .toList();
    }

    @Nested
    class when_events_wait_behind_another_one {
        @Test
        void a_processor_without_partitions_delivers_none_of_what_was_erased() {
            fixture.wanted("a", "a", "b", "c");
            fixture.register(sequential(), target);
            fixture.calm();
            eraseBefore(4);
            answerAll(4);
            assertThat(erasedBehindTheFirst()).containsOnly(true);
        }

        @Test
        void neither_does_one_whose_partitions_queue() {
            fixture.wanted("a", "a", "a", "b", "b");
            fixture.register(partitioned(2), target);
            fixture.calm();
            assertThat(target.positions()).containsExactly(0L, 3L);
            eraseBefore(5);
            target.answer(3, Outcome.SUCCEEDED);
            answerAll(5);
            assertThat(erasedBehindTheFirst()).containsExactly(false, true, true, true);
            assertThat(target.streamPositions()).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L);
        }
    }
}
