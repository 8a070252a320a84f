package io.pushmi.runtime.storage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;

/**
 * What every engine's event logs keep to. An engine extends this once and hands over its fixture; nothing is optional.
 *
 * <p>Not asserted, because the contract leaves it open: how many of several commits one append takes, whether a read
 * fills its page, in which order aggregates come, which of taken and appended answers commits that are offered again
 * after they got in, and what is left of a log whose storage was damaged from outside.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
abstract class EventLogStorageSpec {
    private final EngineUnderTest subject;

    EventLogStorageSpec(EngineFixture fixture) {
        this.subject = new EngineUnderTest(fixture);
    }

    @BeforeEach
    void open_the_engine() {
        subject.open();
    }

    @AfterEach
    void clear_the_storage_away() {
        subject.clearAway();
    }

    @Nested
    class when_appending extends AppendingSpec {
        when_appending() {
            super(subject);
        }
    }

    @Nested
    class when_reading extends ReadingSpec {
        when_reading() {
            super(subject);
        }
    }

    @Nested
    class when_reading_by_key extends ReadingByKeySpec {
        when_reading_by_key() {
            super(subject);
        }
    }

    @Nested
    class when_reading_back extends ReadingBackSpec {
        when_reading_back() {
            super(subject);
        }
    }

    @Nested
    class when_asking_for_aggregates extends AggregatesSpec {
        when_asking_for_aggregates() {
            super(subject);
        }
    }

    @Nested
    class when_comparing_what_is_read_with_what_was_committed extends FidelitySpec {
        when_comparing_what_is_read_with_what_was_committed() {
            super(subject);
        }
    }

    @Nested
    class when_erasing extends ErasingSpec {
        when_erasing() {
            super(subject);
        }
    }

    @Nested
    class when_there_are_many_logs extends ManyLogsSpec {
        when_there_are_many_logs() {
            super(subject);
        }
    }

    @Nested
    class when_asking_for_the_names_of_logs extends LogNamesSpec {
        when_asking_for_the_names_of_logs() {
            super(subject);
        }
    }

    @Nested
    class when_it_has_to_last extends DurabilitySpec {
        when_it_has_to_last() {
            super(subject);
        }
    }

    @Nested
    class when_many_call_at_once extends ConcurrencySpec {
        when_many_call_at_once() {
            super(subject);
        }
    }

    @Nested
    class when_kinds_of_keys_are_added extends KeyKindsSpec {
        when_kinds_of_keys_are_added() {
            super(subject);
        }
    }

    @Nested
    class when_closed extends ClosedLogsSpec {
        when_closed() {
            super(subject);
        }
    }
}
