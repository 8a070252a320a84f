package io.pushmi.runtime.events.erasing;

import static io.pushmi.runtime.events.erasing.ErasingFixture.LOG;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.RequestBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Erasing on a store whose power fails at each of the changes that this makes, once before and once after the change. Then
 * the Runtime is started again.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ErasingCrashSpec {
    private static final Target ADA = new Target.OfSource(new EventSourceId("ada"));

    /** So many commits that one portion does not hold them. */
    private static final int COMMITS = 600;

    private static MemoryDisk withEvents() {
        MemoryDisk disk = new MemoryDisk();
        try (ErasingFixture runtime = ErasingFixture.on(disk, PowerFailure.never())) {
            for (int i = 0; i < COMMITS; i++) {
                runtime.commit(request(event("Told", i % 2 == 0 ? "ada" : "bob").json("{\"name\":\"x\"}")));
            }
        }
        return disk;
    }

    /** Whether the power failed before the erasure was done. */
    private static boolean eraseUntilItFails(MemoryDisk disk, PowerFailure power) {
        try (ErasingFixture runtime = ErasingFixture.on(disk, power)) {
            CompletionStage<Erased> erased =
                    runtime.erasures().erase(new ErasureRequest(LOG, ADA, "somebody", "because"));
            await().until(() ->
                    power.hasHappened() || erased.toCompletableFuture().isDone());
            return power.hasHappened();
        }
    }

    private static List<String> expected(int first) {
        List<String> expected = new ArrayList<>();
        for (int i = first; i < COMMITS; i++) {
            expected.add(i % 2 == 0 ? "erased" : "{\"name\":\"x\"}");
        }
        return expected;
    }

    @Nested
    class when_the_power_fails_while_a_source_is_erased {
        @Test
        void before_a_change_it_is_seen_through_after_the_next_start_or_was_never_begun() {
            assertThat(failures(PowerFailure::before)).isGreaterThanOrEqualTo(6);
        }

        @Test
        void after_a_change_it_is_seen_through_after_the_next_start() {
            assertThat(failures(PowerFailure::after)).isGreaterThanOrEqualTo(6);
        }

        /** At how many changes it failed. */
        private int failures(IntFunction<PowerFailure> at) {
            for (int change = 1; change < 100; change++) {
                MemoryDisk disk = withEvents();
                if (!eraseUntilItFails(disk, at.apply(change))) {
                    return change - 1;
                }
                assertSeenThrough(disk);
            }
            throw new AssertionError("it never got through");
        }

        private void assertSeenThrough(MemoryDisk disk) {
            PowerFailure power = PowerFailure.never();
            try (ErasingFixture runtime = ErasingFixture.on(disk, power)) {
                boolean isBegun = runtime.pending() > 0;
                boolean isOver = !runtime.records().isEmpty();
                runtime.erasures().resume();
                await().until(() -> runtime.pending() == 0);
                if (isBegun || isOver) {
                    assertThat(runtime.contents()).isEqualTo(expected(0));
                    assertThat(runtime.records()).hasSize(1);
                } else {
                    assertThat(runtime.contents()).hasSize(COMMITS).doesNotContain("erased");
                    assertThat(runtime.records()).isEmpty();
                }
                assertThat(power.purged().isEmpty()).isEqualTo(!isBegun);
            }
        }
    }

    @Nested
    class when_the_power_fails_while_an_event_redacts_others {
        private static final String REDACTION =
                "{\"EventId\":\"0b5a2f3e-93f1-4d07-8f6c-5a5f5d0a7c22\",\"EventAlias\":\"T\","
                        + "\"RedactedProperties\":{\"name\":\"gone\"},\"RedactedBy\":\"somebody\",\"Reason\":\"because\"}";

        @Test
        void before_a_change_it_is_seen_through_after_the_next_start_or_was_never_committed() {
            assertThat(failures(PowerFailure::before)).isGreaterThanOrEqualTo(5);
        }

        @Test
        void after_a_change_it_is_seen_through_after_the_next_start() {
            assertThat(failures(PowerFailure::after)).isGreaterThanOrEqualTo(5);
        }

        private int failures(IntFunction<PowerFailure> at) {
            for (int change = 1; change < 100; change++) {
                MemoryDisk disk = new MemoryDisk();
                try (ErasingFixture runtime = ErasingFixture.on(disk, PowerFailure.never())) {
                    runtime.commit(told("ada"));
                    runtime.commit(told("bob"));
                }
                if (!redactUntilItFails(disk, at.apply(change))) {
                    return change - 1;
                }
                assertSeenThrough(disk);
            }
            throw new AssertionError("it never got through");
        }

        private RequestBuilder told(String source) {
            return request(event("0b5a2f3e-93f1-4d07-8f6c-5a5f5d0a7c22", source).json("{\"name\":\"x\"}"));
        }

        private boolean redactUntilItFails(MemoryDisk disk, PowerFailure power) {
            try (ErasingFixture runtime = ErasingFixture.on(disk, power)) {
                var committed = runtime.redactions()
                        .commit(
                                LOG,
                                request(event("de1e7e17-bad5-da7a-fad4-fbc6ec3c0ea5", "ada")
                                                .json(REDACTION))
                                        .build());
                await().until(() -> power.hasHappened()
                        || (committed.toCompletableFuture().isDone()
                                && !power.purged().isEmpty()
                                && isPurgeRemembered(runtime)));
                return power.hasHappened();
            }
        }

        private boolean isPurgeRemembered(ErasingFixture runtime) {
            return Answers.of(HeldDocument.read(runtime.states(), Redacting.nameOf(LOG)))
                    .content()
                    .map(content -> !content.asUtf8().contains("from"))
                    .orElse(false);
        }

        private void assertSeenThrough(MemoryDisk disk) {
            try (ErasingFixture runtime = ErasingFixture.on(disk, PowerFailure.never())) {
                boolean isCommitted = runtime.contents().size() == 3;
                runtime.redactions().resume();
                if (isCommitted) {
                    await().until(() -> runtime.records().size() == 1 && isPurgeRemembered(runtime));
                    assertThat(runtime.contents())
                            .containsExactly("{\"name\":\"gone\"}", "{\"name\":\"x\"}", REDACTION);
                } else {
                    assertThat(runtime.contents()).containsExactly("{\"name\":\"x\"}", "{\"name\":\"x\"}");
                }
                assertThat(runtime.records()).hasSize(isCommitted ? 1 : 0);
            }
        }
    }
}
