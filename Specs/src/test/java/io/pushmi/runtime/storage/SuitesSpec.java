package io.pushmi.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The suites of the storage contracts, themselves specified: what they let through and what they must catch. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SuitesSpec {
    private static final Class<?> LOGS = MemoryEventLogStorageSpec.class;
    private static final Class<?> STATES = MemoryStateStorageSpec.class;

    @ParameterizedTest
    @ValueSource(classes = {MemoryEventLogStorageSpec.class, MemoryStateStorageSpec.class})
    void a_correct_engine_passes_everything_and_nothing_is_skipped(Class<?> suite) {
        SuiteRun run = SuiteRun.of(suite, PlantedEngine.REFERENCE);

        assertThat(run.failures()).isEmpty();
        assertThat(run.skipped()).isEmpty();
        assertThat(run.passed()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(classes = {MemoryEventLogStorageSpec.class, MemoryStateStorageSpec.class})
    void an_engine_that_does_nothing_passes_nothing(Class<?> suite) {
        SuiteRun run = SuiteRun.of(suite, PlantedEngine.NOTHING);

        assertThat(run.passed()).isEmpty();
        assertThat(run.skipped()).isEmpty();
        assertThat(run.failures()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @EnumSource
    void commits_that_are_taken_or_kept_wrongly_are_caught(LogFlaw flaw) {
        assertCaught(LOGS, flaw);
    }

    @ParameterizedTest
    @EnumSource
    void commits_that_are_read_or_looked_up_wrongly_are_caught(LookUpFlaw flaw) {
        assertCaught(LOGS, flaw);
    }

    @ParameterizedTest
    @EnumSource
    void commits_that_are_read_wrongly_towards_the_beginning_are_caught(BackwardFlaw flaw) {
        assertCaught(LOGS, flaw);
    }

    @ParameterizedTest
    @EnumSource
    void documents_that_are_kept_wrongly_are_caught(StateFlaw flaw) {
        assertCaught(STATES, flaw);
    }

    /** Caught by the specification that is there for it, and by what that asserts rather than by an accident. */
    private static void assertCaught(Class<?> suite, Flaw flaw) {
        SuiteRun run = SuiteRun.of(suite, flaw.toString(), flaw.caughtBy()::equals);

        assertThat(run.failures())
                .as(flaw + " is caught by " + flaw.caughtBy())
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure.specification()).startsWith(flaw.caughtBy()))
                .anySatisfy(failure -> assertThat(failure.cause()).isInstanceOf(AssertionError.class));
    }
}
