package io.pushmi.runtime.engines.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two or three Runtimes on one simulated replica set that steps down, rolls back, and loses and delays commands: 10,400
 * schedules drawn from seeds. To run one again, give its seed to {@link Schedule}. Before the schedules are believed they
 * have to notice each of the flaws that are planted.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MongoSchedulesSpec {
    private static final int SCHEDULES_PER_SEED = 2600;
    private static final int SCHEDULES_UNTIL_NOTICED = 2000;
    private static final int OFTEN = 20;

    private static List<String> violations(Schedule schedule) {
        try {
            return schedule.violations();
        } catch (RuntimeException | AssertionError failure) {
            return List.of(String.valueOf(failure));
        }
    }

    private static List<String> violations(long seed, boolean isPlain, @Nullable PlantedFlaw flaw) {
        return violations(new Schedule(seed, isPlain, flaw));
    }

    @Nested
    class when_something_is_done_wrong {
        @ParameterizedTest
        @EnumSource(PlantedFlaw.class)
        void the_schedules_notice(PlantedFlaw flaw) {
            boolean isNoticed = false;
            for (long seed = 0; seed < SCHEDULES_UNTIL_NOTICED && !isNoticed; seed++) {
                isNoticed = !violations(seed, flaw.isOfCommitter(), flaw).isEmpty();
            }
            assertThat(isNoticed)
                    .as("%s is noticed within %d schedules", flaw, SCHEDULES_UNTIL_NOTICED)
                    .isTrue();
        }

        @Test
        void it_is_the_flaw_that_they_notice_since_the_same_committer_without_one_passes() {
            for (long seed = 0; seed < SCHEDULES_UNTIL_NOTICED / 2; seed++) {
                assertThat(violations(seed, true, null))
                        .as("schedule %d of a plain committer", seed)
                        .isEmpty();
            }
        }
    }

    @Nested
    class when_runtimes_commit_on_servers_that_fail {
        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4})
        void the_log_is_as_their_callers_were_told_and_loses_and_doubles_nothing(long seed) {
            Map<Happening, Integer> happened = new EnumMap<>(Happening.class);
            for (long i = 0; i < SCHEDULES_PER_SEED; i++) {
                long scheduled = seed * 1_000_003 + i;
                Schedule schedule = new Schedule(scheduled, false, null);
                assertThat(violations(schedule)).as("schedule %d", scheduled).isEmpty();
                schedule.happenings().forEach((what, times) -> happened.merge(what, times, Integer::sum));
            }
            assertThat(happened)
                    .as("what the schedules are for has happened often")
                    .containsOnlyKeys(Happening.values())
                    .allSatisfy(
                            (what, times) -> assertThat(times).as("%s", what).isGreaterThan(OFTEN));
        }
    }
}
