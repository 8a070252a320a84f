package io.pushmi.runtime.doors.pushmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.management.v1.BackupRequest;
import io.pushmi.contracts.management.v1.BackupResponse;
import io.pushmi.contracts.management.v1.LogStats;
import io.pushmi.contracts.management.v1.StatsRequest;
import io.pushmi.contracts.management.v1.StatsResponse;
import io.pushmi.contracts.management.v1.StoreGrpc;
import io.pushmi.contracts.management.v1.StoreGrpc.StoreBlockingStub;
import io.pushmi.runtime.management.StoreKeeping;
import io.pushmi.runtime.server.EventStoreClient;
import io.pushmi.runtime.server.RuntimeProcess;
import io.pushmi.runtime.storage.Backup;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageStatistics;
import io.pushmi.runtime.storage.Upkeep;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pushmi.management.v1.Store}, asked over a socket. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StoreServiceSpec {
    @Nested
    class when_a_Runtime_serves_it {
        @TempDir
        static Path home;

        private static RuntimeProcess runtime;
        private static ManagedChannel management;

        @TempDir
        @SuppressWarnings("NullAway.Init")
        Path folder;

        @BeforeAll
        static void start() {
            runtime = RuntimeProcess.start(home, Map.of());
            management = runtime.connect("management");
            ManagedChannel channel = runtime.connect("private");
            new EventStoreClient(channel).commit("a", 0, "{}");
            new EventStoreClient(channel).commit("a", 1, "{}");
            channel.shutdownNow();
        }

        @AfterAll
        static void stop() {
            management.shutdownNow();
            runtime.close();
        }

        @Test
        void a_backup_is_made_and_counted() throws Exception {
            BackupResponse made = backup(folder.resolve("backup").toString());

            assertThat(made.getFolder())
                    .isEqualTo(folder.toRealPath().resolve("backup").toString());
            assertThat(made.getLogs()).isEqualTo(1);
            assertThat(made.getEvents()).isEqualTo(2);
            assertThat(made.getBytes()).isPositive();
            assertThat(folder.resolve("backup/format")).exists();
        }

        @Test
        void what_is_in_the_store_is_counted() {
            StatsResponse stats = stub(management).stats(StatsRequest.getDefaultInstance());

            assertThat(stats.getBytes()).isPositive();
            assertThat(stats.getDocuments()).isZero();
            assertThat(stats.getLogsList()).singleElement().satisfies(log -> {
                assertThat(log.getTenant()).isEqualTo("445f8ea8-1a6f-40d7-b2fc-796dba92dc44");
                assertThat(log.getEvents()).isEqualTo(2);
                assertThat(log.getAggregates()).isEqualTo(1);
                assertThat(log.getName()).isNotEmpty();
                assertThat(log.getKeys()).isPositive();
            });
            assertThat(stats.getLogs(0)).isNotEqualTo(LogStats.getDefaultInstance());
        }

        @Test
        void a_folder_that_is_missing_or_none_is_refused() {
            assertThat(statusOf(() -> backup("")).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(statusOf(() -> backup("")).getDescription()).startsWith("folder: ");
            for (String none : new String[] {"relative", "/", "/no/such/place", "/in\ntwo lines", "/with\0zero"}) {
                Status status = statusOf(() -> backup(none));
                assertThat(status.getCode()).as(none).isEqualTo(Status.Code.FAILED_PRECONDITION);
                assertThat(status.getDescription()).as(none).isNotEmpty();
            }
        }

        @Test
        void microservices_cannot_ask_for_it() {
            ManagedChannel channel = runtime.connect("private");
            assertThat(statusOf(() -> stub(channel).stats(StatsRequest.getDefaultInstance()))
                            .getCode())
                    .isEqualTo(Status.Code.UNIMPLEMENTED);
            channel.shutdownNow();
        }

        private BackupResponse backup(String target) {
            return stub(management)
                    .backup(BackupRequest.newBuilder().setFolder(target).build());
        }
    }

    @Nested
    class when_the_caller_goes_away {
        @Test
        void the_backup_is_not_wanted_any_more() throws Exception {
            Unending upkeep = new Unending();
            try (Socket socket = new Socket(new StoreService(new StoreKeeping(Optional.of(upkeep))))) {
                StoreGrpc.newStub(socket.channel())
                        .backup(
                                BackupRequest.newBuilder()
                                        .setFolder("/anywhere")
                                        .build(),
                                ignoring());
                BooleanSupplier isWanted = upkeep.asked.get(10, TimeUnit.SECONDS);
                assertThat(isWanted.getAsBoolean()).isTrue();

                socket.channel().shutdownNow();

                await().until(() -> !isWanted.getAsBoolean());
            }
        }
    }

    @Nested
    class when_the_engine_has_no_upkeep {
        @Test
        void both_methods_say_who_keeps_the_store() {
            try (Socket socket = new Socket(new StoreService(new StoreKeeping(Optional.empty())))) {
                assertThatThrownBy(() -> stub(socket.channel()).stats(StatsRequest.getDefaultInstance()))
                        .hasMessageContaining("kept by the means of its own server");
                assertThatThrownBy(() -> stub(socket.channel())
                                .backup(BackupRequest.newBuilder()
                                        .setFolder("/anywhere")
                                        .build()))
                        .hasMessageContaining("kept by the means of its own server");
            }
        }
    }

    /** Begins a backup and never ends it. */
    private static final class Unending implements Upkeep {
        private final CompletableFuture<BooleanSupplier> asked = new CompletableFuture<>();

        @Override
        public CompletionStage<Backup> backup(Path folder, BooleanSupplier isWanted) {
            asked.complete(isWanted);
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<StorageStatistics> statistics() {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Void> purge(LogId log, SequenceNumber from, SequenceNumber to) {
            return new CompletableFuture<>();
        }
    }

    private static StoreBlockingStub stub(ManagedChannel channel) {
        return StoreGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    private static Status statusOf(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException refused) {
            return refused.getStatus();
        }
        throw new AssertionError("it was not refused");
    }

    private static <T> StreamObserver<T> ignoring() {
        return new StreamObserver<>() {
            @Override
            public void onNext(T message) {}

            @Override
            public void onError(Throwable gone) {}

            @Override
            public void onCompleted() {}
        };
    }
}
