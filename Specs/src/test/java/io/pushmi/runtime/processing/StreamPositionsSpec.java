package io.pushmi.runtime.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StreamPositionsSpec {
    private static final int EVENTS = 3000;

    private final ProcessingFixture fixture = new ProcessingFixture();

    @Test
    void however_long_the_log_few_places_are_remembered() {
        StreamPositions positions = positions(fixture.store);
        positions.restart(0, 0);
        for (long i = 1; i <= 1_000_000; i++) {
            positions.note(2 * i, i);
        }
        assertThat(positions.size()).isBetween(StreamPositions.MOST / 2, StreamPositions.MOST);
    }

    @Test
    void between_them_it_counts() {
        Random random = new Random(11);
        long[] seen = new long[EVENTS + 1];
        for (int i = 0; i < EVENTS; i++) {
            boolean isWanted = random.nextInt(3) > 0;
            if (isWanted) {
                fixture.wanted("a");
            } else {
                fixture.other(1);
            }
            seen[i + 1] = seen[i] + (isWanted ? 1 : 0);
        }
        StreamPositions positions = positions(fixture.store);
        positions.restart(EVENTS / 2, seen[EVENTS / 2]);
        for (int i = 0; i < 200; i++) {
            int position = random.nextInt(EVENTS + 1);
            assertThat(fixture.now(positions.at(new SequenceNumber(position)))).isEqualTo(seen[position]);
        }
    }

    private static StreamPositions positions(EventLogStorage storage) {
        ProcessorDefinition definition = ProcessingFixture.sequential();
        Wanted wanted = Wanted.from(SequenceNumber.FIRST, definition);
        return new StreamPositions(new WantedEvents(storage, ProcessingFixture.LOG, wanted));
    }
}
