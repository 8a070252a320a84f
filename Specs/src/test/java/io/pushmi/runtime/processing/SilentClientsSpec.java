package io.pushmi.runtime.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.ScopeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SilentClientsSpec {
    private static final int PROCESSORS = 2000;
    private static final int EVENTS = 600;
    private static final long MOST_BYTES_EACH = 48 * 1024;
    private static final int COLLECTIONS = 4;

    private final ProcessingFixture fixture = new ProcessingFixture().settings(500, 10_000);

    @Test
    void thousands_of_processors_whose_clients_never_answer_hold_little() {
        EventBuilder[] events = IntStream.range(0, EVENTS)
                .mapToObj(i -> EventBuilder.event(ProcessingFixture.WANTED, "s" + i % 3))
                .toArray(EventBuilder[]::new);
        for (EventBuilder event : events) {
            fixture.commit(event);
        }
        List<RecordingTarget> targets = new ArrayList<>();
        List<Registration> registrations = new ArrayList<>();
        long before = usedBytes();
        for (int i = 0; i < PROCESSORS; i++) {
            RecordingTarget target = RecordingTarget.silent();
            targets.add(target);
            registrations.add(fixture.register(definition(i), target));
        }
        fixture.pass(Duration.ofSeconds(10));
        long after = usedBytes();

        assertThat(targets).allSatisfy(target -> assertThat(target.given).hasSizeBetween(1, 4));
        assertThat(registrations)
                .allSatisfy(
                        one -> assertThat(one.stopped().toCompletableFuture()).isNotDone());
        assertThat((after - before) / PROCESSORS).as("bytes a processor").isLessThan(MOST_BYTES_EACH);
    }

    /** Every other one keeps partitions apart. */
    private static ProcessorDefinition definition(int number) {
        ProcessorId id = new ProcessorId(ProcessorKind.EVENT_HANDLER, ScopeId.DEFAULT, new UUID(7, number));
        return new ProcessorDefinition(
                id, null, ProcessingFixture.SELECTION, number % 2 == 0, 4, StartFrom.FIRST, null);
    }

    private static long usedBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
