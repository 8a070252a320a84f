package io.pushmi.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.runtime.events.CommitAggregateEventsResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StopSpec {
    private static final int CLIENTS = 8;
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void under_load_it_ends_with_0_within_seconds_and_keeps_what_it_acknowledged() throws Exception {
        List<Integer> acknowledged = new ArrayList<>();
        try (RuntimeProcess runtime = RuntimeProcess.start(folder, Map.of())) {
            ManagedChannel channel = runtime.connect("private");
            ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
            AtomicInteger commits = new AtomicInteger();
            List<Future<Integer>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                String source = "source " + client;
                clients.add(threads.submit(() -> commitUntilRefused(new EventStoreClient(channel), source, commits)));
            }
            await().until(() -> commits.get() > 200);

            long asked = System.nanoTime();
            runtime.askToStop();

            assertThat(runtime.awaitExit()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(LONGEST_STOP);
            assertThat(runtime.errors()).last().asString().endsWith("stopped");
            for (Future<Integer> client : clients) {
                acknowledged.add(client.get());
            }
            threads.shutdown();
            channel.shutdownNow();
        }
        try (RuntimeProcess again = RuntimeProcess.start(folder, Map.of())) {
            ManagedChannel channel = again.connect("private");
            for (int client = 0; client < CLIENTS; client++) {
                assertThat(new EventStoreClient(channel).fetch("source " + client))
                        .as("a commit may be in the log whose answer the end of the connection cut off, but no more")
                        .hasSizeBetween(acknowledged.get(client), acknowledged.get(client) + 1);
            }
            channel.shutdownNow();
        }
    }

    @Test
    void a_client_that_watches_health_hears_of_it_and_does_not_hold_it_up() {
        try (RuntimeProcess runtime = RuntimeProcess.start(folder, Map.of())) {
            ManagedChannel channel = runtime.connect("private");
            Watch watch = new Watch();
            HealthGrpc.newStub(channel).watch(HealthCheckRequest.getDefaultInstance(), watch);
            await().until(() -> watch.heard.size() == 1);

            long asked = System.nanoTime();
            runtime.askToStop();

            assertThat(runtime.awaitExit()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(4));
            watch.ended.join();
            assertThat(watch.heard)
                    .containsExactly(
                            HealthCheckResponse.ServingStatus.SERVING, HealthCheckResponse.ServingStatus.NOT_SERVING);
            channel.shutdownNow();
        }
    }

    /** Gives the number of commits that were acknowledged before the first that was not. */
    private static int commitUntilRefused(EventStoreClient client, String source, AtomicInteger commits) {
        int version = 0;
        while (true) {
            try {
                CommitAggregateEventsResponse response = client.commit(source, version, "{\"n\":" + version + "}");
                if (response.hasFailure()) {
                    assertThat(response.getFailure().getReason()).contains("shutting down");
                    return version;
                }
                version++;
                commits.incrementAndGet();
            } catch (StatusRuntimeException gone) {
                return version;
            }
        }
    }

    private static final class Watch implements StreamObserver<HealthCheckResponse> {
        final List<HealthCheckResponse.ServingStatus> heard = new CopyOnWriteArrayList<>();
        final CompletableFuture<Void> ended = new CompletableFuture<>();

        @Override
        public void onNext(HealthCheckResponse response) {
            heard.add(response.getStatus());
        }

        @Override
        public void onError(Throwable failure) {
            ended.complete(null);
        }

        @Override
        public void onCompleted() {
            ended.complete(null);
        }
    }
}
