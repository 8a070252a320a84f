package io.pushmi.runtime.doors.dolittle;

import static io.pushmi.runtime.doors.dolittle.Requests.applied;
import static io.pushmi.runtime.doors.dolittle.Requests.commit;
import static io.pushmi.runtime.doors.dolittle.Requests.commitForAggregate;
import static io.pushmi.runtime.doors.dolittle.Requests.event;
import static io.pushmi.runtime.doors.dolittle.Requests.fetch;
import static io.pushmi.runtime.doors.dolittle.Requests.fetchInBatches;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.pushmi.contracts.protobuf.Failure;
import io.pushmi.contracts.runtime.aggregates.AggregateRootAliasRegistrationRequest;
import io.pushmi.contracts.runtime.aggregates.AggregateRootsGrpc;
import io.pushmi.contracts.runtime.events.EventTypeRegistrationRequest;
import io.pushmi.contracts.runtime.events.EventTypesGrpc;
import io.pushmi.contracts.runtime.events.FetchForAggregateResponse;
import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StoreFailuresSpec {
    /** A store whose pages beyond the first fail. */
    private static final class FailingPages extends StorageDouble {
        private final RuntimeException problem;

        FailingPages(EventLogStorage real, RuntimeException problem) {
            super(real);
            this.problem = problem;
        }

        @Override
        public CompletionStage<CommitPage> readByKeys(LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit) {
            return from.equals(SequenceNumber.FIRST)
                    ? super.readByKeys(log, keys, from, limit)
                    : CompletableFuture.failedFuture(problem);
        }
    }

    private static Failure fetched(Door door) {
        return door.events().fetchForAggregate(fetch("a")).getFailure();
    }

    private static List<FetchForAggregateResponse> batches(Door door) {
        return ImmutableList.copyOf(door.events().fetchForAggregateInBatches(fetchInBatches("a")));
    }

    @Nested
    class when_the_store_fails_in_the_middle_of_a_fetch {
        private void answers(RuntimeException problem, FailureType type, String says) {
            try (Door door = Door.before(real -> new FailingPages(real, problem))) {
                for (int i = 0; i < 3; i++) {
                    door.events()
                            .commitForAggregate(commitForAggregate(
                                    "a", i, applied(Requests.TYPE, "\"" + "x".repeat(3 * 1024 * 1024) + "\"")));
                }

                Answered.failure(fetched(door), type, says);
                List<FetchForAggregateResponse> batches = batches(door);
                FetchForAggregateResponse last = batches.get(batches.size() - 1);
                Answered.failure(last.getFailure(), type, says);
                assertThat(last.hasEvents()).isFalse();
                assertThat(batches.subList(0, batches.size() - 1)).noneMatch(FetchForAggregateResponse::hasFailure);
            }
        }

        @Test
        void ends_with_a_failure_when_it_is_unavailable() {
            answers(
                    new StorageUnavailable("the disk is away", null),
                    FailureType.EVENT_STORE_UNAVAILABLE,
                    "the disk is away");
        }

        @Test
        void ends_with_a_failure_when_it_is_damaged() {
            answers(
                    new StorageDamaged("commit 7 is not readable", null),
                    FailureType.EVENT_STORE_CONSISTENCY_ERROR,
                    "commit 7 is not readable");
        }

        @Test
        void ends_with_an_error_id_and_no_more_when_the_fault_is_ours() {
            answers(new IllegalStateException("secret"), FailureType.UNKNOWN, "error id ");
        }
    }

    @Nested
    class when_the_fault_is_ours {
        @Test
        void tells_the_client_an_error_id_and_nothing_from_inside() {
            try (Door door = Door.before(real -> new StorageDouble(real) {
                @Override
                public CompletionStage<CommitPage> readByKeys(
                        LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit) {
                    throw new IllegalStateException("secret");
                }
            })) {
                door.events().commitForAggregate(commitForAggregate("a", 0, applied()));

                assertThat(fetched(door).getReason())
                        .matches("the request could not be answered: .* error id [0-9a-f-]{36}")
                        .doesNotContain("secret");
                assertThat(batches(door).get(0).getFailure().getReason())
                        .contains("error id")
                        .doesNotContain("secret");
            }
        }
    }

    @Nested
    class when_the_store_cannot_be_read {
        @Test
        void answers_every_call_with_a_failure() {
            try (Door door = Door.before(real -> real)) {
                door.crashStore();

                Answered.failure(fetched(door), FailureType.EVENT_STORE_UNAVAILABLE);
                assertThat(batches(door)).hasSize(1);
                Answered.failure(batches(door).get(0).getFailure(), FailureType.EVENT_STORE_UNAVAILABLE);
                Answered.failure(
                        door.events().commit(commit(event())).getFailure(), FailureType.EVENT_STORE_UNAVAILABLE);
                Answered.failure(
                        door.events()
                                .commitForAggregate(commitForAggregate("a", 0, applied()))
                                .getFailure(),
                        FailureType.EVENT_STORE_UNAVAILABLE);
                Answered.failure(
                        EventTypesGrpc.newBlockingStub(door.channel())
                                .register(EventTypeRegistrationRequest.newBuilder()
                                        .setCallContext(Requests.call())
                                        .setEventType(Requests.artifact(Requests.TYPE))
                                        .build())
                                .getFailure(),
                        FailureType.EVENT_STORE_UNAVAILABLE);
                Answered.failure(
                        AggregateRootsGrpc.newBlockingStub(door.channel())
                                .registerAlias(AggregateRootAliasRegistrationRequest.newBuilder()
                                        .setCallContext(Requests.call())
                                        .setAggregateRoot(Requests.artifact(Requests.ROOT))
                                        .build())
                                .getFailure(),
                        FailureType.EVENT_STORE_UNAVAILABLE);
            }
        }
    }

    @Nested
    class when_the_store_does_not_answer {
        @Test
        void says_that_nothing_was_stored_if_it_was_never_asked() {
            try (Door door = Door.before(real -> new StorageDouble(real) {
                @Override
                public CompletionStage<Head> head(LogId log) {
                    return CompletableFuture.failedFuture(new StorageUnavailable("asleep", null));
                }
            })) {
                Answered.failure(
                        door.events().commit(commit(event())).getFailure(), FailureType.EVENT_STORE_UNAVAILABLE);
            }
        }

        @Test
        void says_that_nobody_knows_if_it_was_asked() {
            try (Door door = Door.before(real -> new StorageDouble(real) {
                @Override
                public CompletionStage<AppendResult> append(LogId log, List<Commit> commits) {
                    return new CompletableFuture<>();
                }
            })) {
                Answered.failure(door.events().commit(commit(event())).getFailure(), FailureType.OUTCOME_UNKNOWN);
                Answered.failure(
                        door.events()
                                .commitForAggregate(commitForAggregate("a", 0, applied()))
                                .getFailure(),
                        FailureType.EVENT_STORE_UNAVAILABLE);
            }
        }
    }
}
