package io.pushmi.runtime.events.erasing;

import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushmi.runtime.leases.SoleLeases;
import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.MemoryEngine;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

/** Two Runtimes share a store; the first one is on duty until it goes. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ErasingTogetherSpec {
    private static final String TOLD = "0b5a2f3e-93f1-4d07-8f6c-5a5f5d0a7c22";
    private static final Target CUSTOMER = new Target.OfSource(new EventSourceId("customer"));

    private final MemoryEngine engine = MemoryEngine.open(new MemoryDisk());
    private final SoleLeases common = new SoleLeases();
    private final OneOfSeveral firstLeases = new OneOfSeveral(common);

    private ErasingFixture first(PowerFailure power) {
        return ErasingFixture.sharing(engine, power, firstLeases);
    }

    private ErasingFixture second() {
        return ErasingFixture.sharing(engine, PowerFailure.never(), new OneOfSeveral(common));
    }

    private static void commitThree(ErasingFixture runtime) {
        runtime.commit(request(event("T", "customer")));
        runtime.commit(request(event("T", "other")));
        runtime.commit(request(event("T", "customer")));
    }

    private static CompletableFuture<Erased> erasing(ErasingFixture runtime) {
        return runtime.erasures()
                .erase(new ErasureRequest(ErasingFixture.LOG, CUSTOMER, "the officer", "asked by the customer"))
                .toCompletableFuture();
    }

    @Nested
    class when_the_one_that_is_not_on_duty_is_asked {
        private final ErasingFixture first = first(PowerFailure.never());
        private final ErasingFixture second = second();

        @AfterEach
        void close() {
            first.close();
            second.close();
        }

        @Test
        void the_other_one_erases_and_the_caller_is_told_what_that_came_to() {
            commitThree(second);
            Erased erased = Answers.of(erasing(second));
            assertThat(erased.events()).isEqualTo(2);
            assertThat(erased.commits()).isEqualTo(2);
            assertThat(second.contents()).filteredOn("erased"::equals).hasSize(2);
            assertThat(second.records()).hasSize(1);
            assertThat(second.pending()).isZero();
        }

        @Test
        void those_who_follow_there_let_go_of_what_they_have() {
            Disposable unusedToo = second.logs()
                    .log(ErasingFixture.LOG)
                    .follow(SequenceNumber.FIRST, Set.of())
                    .subscribe();
            commitThree(second);
            Erased unused = Answers.of(erasing(second));
            await().until(() -> second.logs().log(ErasingFixture.LOG).erasures() == 1);
        }

        @Test
        void what_both_are_asked_for_at_once_is_done_once_each() {
            commitThree(first);
            CompletableFuture<Erased> one = erasing(first);
            CompletableFuture<Erased> other = erasing(second);
            assertThat(Answers.of(one).events() + Answers.of(other).events()).isEqualTo(2);
            assertThat(first.records()).hasSize(2);
            assertThat(first.pending()).isZero();
        }

        @Test
        void a_redaction_that_is_committed_there_is_applied_when_its_commit_is_answered() {
            second.commit(request(event(TOLD, "customer").json("{\"name\":\"Ada\"}")));
            second.commit(
                    request(
                            event("de1e7e17-bad5-da7a-fad4-fbc6ec3c0ea5", "customer")
                                    .json(
                                            "{\"EventId\":\"" + TOLD + "\",\"EventAlias\":\"Told\","
                                                    + "\"RedactedProperties\":{\"name\":null},\"RedactedBy\":\"the officer\",\"Reason\":\"asked\"}")));
            assertThat(second.contents()).noneMatch(content -> content.contains("Ada"));
        }
    }

    @Nested
    class when_the_one_on_duty_goes {
        @Test
        void the_other_one_finishes_whatever_the_first_had_done() {
            for (int change = 1; change <= 6; change++) {
                takesOver(change);
            }
        }

        private void takesOver(int change) {
            MemoryEngine engine = MemoryEngine.open(new MemoryDisk());
            SoleLeases common = new SoleLeases();
            OneOfSeveral leaving = new OneOfSeveral(common);
            PowerFailure power = PowerFailure.after(change);
            try (ErasingFixture first = ErasingFixture.sharing(engine, power, leaving);
                    ErasingFixture second =
                            ErasingFixture.sharing(engine, PowerFailure.never(), new OneOfSeveral(common))) {
                commitThree(second);
                CompletableFuture<Erased> erased = erasing(second);
                await().until(() -> power.hasHappened() || erased.isDone());
                leaving.go();
                Answers.of(erased);
                assertThat(second.contents()).filteredOn("erased"::equals).hasSize(2);
                assertThat(second.records()).hasSize(1);
                assertThat(first.pending()).isZero();
            }
        }
    }

    @Nested
    class when_the_duty_ends_between_reading_and_erasing {
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

        @AfterEach
        void close() {
            timer.shutdownNow();
        }

        @Test
        void nothing_is_erased_by_what_was_read() {
            try (ErasingFixture runtime = ErasingFixture.sharing(engine, PowerFailure.never(), new SoleLeases())) {
                commitThree(runtime);
                Duties duties = new Duties(firstLeases, new Retries(timer));
                assertThat(duties.isOn(TenantId.DEVELOPMENT)).isTrue();
                Erasure erasure = new Erasure(
                        new ErasureId(UUID.randomUUID()),
                        new ErasureRequest(ErasingFixture.LOG, CUSTOMER, "the officer", "asked by the customer"),
                        new SequenceNumber(3));
                ErasureRun run = new ErasureRun(
                        new GoesAfterReading(), erasure, duties, progress -> CompletableFuture.completedFuture(null));
                assertThat(run.from(ErasureProgress.NONE).toCompletableFuture())
                        .failsWithin(ErasingFixture.WAIT)
                        .withThrowableThat()
                        .withCauseInstanceOf(StorageUnavailable.class);
                assertThat(runtime.contents()).doesNotContain("erased");
            }
        }

        private final class GoesAfterReading extends ForwardingLogs {
            GoesAfterReading() {
                super(engine.logs());
            }

            @Override
            public CompletionStage<CommitPage> readByKeys(
                    LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit) {
                return super.readByKeys(log, keys, from, limit).thenApply(page -> {
                    firstLeases.go();
                    return page;
                });
            }
        }
    }
}
