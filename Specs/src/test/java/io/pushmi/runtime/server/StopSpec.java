package io.pushmi.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.events.v1.FollowRequest;
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
    private static final int LARGE_EVENTS = 20;
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

    @Test
    void clients_that_follow_logs_hear_of_it_and_do_not_hold_it_up() {
        try (RuntimeProcess runtime = RuntimeProcess.start(folder, Map.of())) {
            List<ManagedChannel> channels = List.of(runtime.connect("private"), runtime.connect("management"));
            commitLarge(channels.get(0));
            List<PageTaker<FollowRequest>> followers =
                    channels.stream().map(PageTaker::following).toList();
            followers.forEach(follower -> follower.take(Integer.MAX_VALUE));
            await().until(() ->
                    followers.stream().allMatch(follower -> follower.numbers().size() == LARGE_EVENTS));

            assertThat(stop(runtime)).isLessThan(Duration.ofSeconds(4));

            for (PageTaker<FollowRequest> follower : followers) {
                assertThat(follower.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                assertThat(follower.end().getDescription()).contains("shutting down");
            }
            channels.forEach(ManagedChannel::shutdownNow);
        }
    }

    @Test
    void clients_that_follow_or_read_logs_and_take_nothing_hold_it_up_for_seconds_only() {
        try (RuntimeProcess runtime = RuntimeProcess.start(folder, Map.of())) {
            List<ManagedChannel> channels =
                    List.of(runtime.connect("private"), runtime.connect("management"), runtime.connect("private"));
            commitLarge(channels.get(2));
            List<PageTaker<?>> takers =
                    List.of(PageTaker.following(channels.get(0)), PageTaker.reading(channels.get(1)));
            takers.forEach(taker -> taker.take(1));
            await().until(() ->
                    takers.stream().noneMatch(taker -> taker.numbers().isEmpty()));

            assertThat(stop(runtime)).isLessThan(LONGEST_STOP);

            takers.forEach(taker -> {
                taker.take(Integer.MAX_VALUE);
                assertThat(taker.end().isOk()).isFalse();
            });
            channels.forEach(ManagedChannel::shutdownNow);
        }
    }

    /** Asks it to stop, and gives how long it took; it ended with 0 and had nothing to complain about. */
    private static Duration stop(RuntimeProcess runtime) {
        long asked = System.nanoTime();
        runtime.askToStop();
        assertThat(runtime.awaitExit()).isZero();
        Duration taken = Duration.ofNanos(System.nanoTime() - asked);
        assertThat(runtime.errors())
                .allMatch(line -> line.contains(" INFO "))
                .last()
                .asString()
                .endsWith("stopped");
        return taken;
    }

    /** More than a transport holds on the way to who takes nothing. */
    private static void commitLarge(ManagedChannel channel) {
        EventStoreClient client = new EventStoreClient(channel);
        for (int i = 0; i < LARGE_EVENTS; i++) {
            assertThat(client.commit("large", i, "\"" + "x".repeat(500_000) + "\"")
                            .hasFailure())
                    .isFalse();
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
