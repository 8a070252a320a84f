package io.pushmi.runtime.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.pushmi.contracts.events.v1.Direction;
import io.pushmi.contracts.events.v1.EventLogGrpc;
import io.pushmi.contracts.events.v1.EventLogGrpc.EventLogBlockingStub;
import io.pushmi.contracts.events.v1.EventPage;
import io.pushmi.contracts.events.v1.FindPositionRequest;
import io.pushmi.contracts.events.v1.FollowRequest;
import io.pushmi.contracts.events.v1.GetRequest;
import io.pushmi.contracts.events.v1.HeadRequest;
import io.pushmi.contracts.events.v1.HeadResponse;
import io.pushmi.contracts.events.v1.ReadRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers of the log over sockets, of a Runtime with a process of its own. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LogReadersSpec {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private RuntimeProcess runtime;
    private final List<ManagedChannel> channels = new ArrayList<>();

    @BeforeEach
    void start() {
        runtime = RuntimeProcess.start(folder, Map.of());
    }

    @AfterEach
    void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        runtime.close();
    }

    @Test
    void get_the_same_on_every_port() {
        commit(20, "{}");
        List<List<Object>> answers = new ArrayList<>();
        for (String port : List.of("private", "privateV5", "management")) {
            answers.add(answersOf(EventLogGrpc.newBlockingStub(connect(port))));
        }
        assertThat(answers.get(0)).hasSizeGreaterThan(4);
        assertThat(answers.get(1)).isEqualTo(answers.get(0));
        assertThat(answers.get(2)).isEqualTo(answers.get(0));
    }

    @Test
    void who_follow_catch_up_and_go_live_while_commits_go_on() {
        int before = 300;
        int meanwhile = 300;
        commit(before, "{}");
        PageTaker<FollowRequest> management = PageTaker.following(connect("management"));
        PageTaker<FollowRequest> here = PageTaker.following(connect("private"));
        management.take(Integer.MAX_VALUE);
        here.take(Integer.MAX_VALUE);

        commit(meanwhile, "{}");

        for (PageTaker<FollowRequest> follower : List.of(management, here)) {
            await().atMost(PATIENCE).until(() -> follower.numbers().size() >= before + meanwhile);
            assertThat(follower.numbers()).isEqualTo(first(before + meanwhile));
        }
    }

    @Test
    void who_take_nothing_cost_little_memory_and_miss_nothing() {
        int events = 300;
        // Kept for each of them, what they do not take would be several times the memory of the Runtime.
        int ofEachKind = 15;
        commit(events, "{\"filler\":\"" + "x".repeat(200_000) + "\"}");
        List<PageTaker<?>> takers = new ArrayList<>();
        for (int i = 0; i < ofEachKind; i++) {
            takers.add(PageTaker.following(connect("private")));
            takers.add(PageTaker.reading(connect("management")));
        }
        takers.forEach(taker -> taker.take(1));
        await().atMost(PATIENCE)
                .until(() -> takers.stream().noneMatch(taker -> taker.numbers().isEmpty()));

        commit(events, "{}");

        assertThat(runtime.errors()).isEmpty();
        PageTaker<?> follower = takers.get(0);
        PageTaker<?> reader = takers.get(1);
        assertThat(follower.numbers().size()).isLessThan(events / 2);
        follower.take(Integer.MAX_VALUE);
        reader.take(Integer.MAX_VALUE);
        await().atMost(PATIENCE).until(() -> follower.numbers().size() == 2 * events);
        assertThat(follower.numbers()).isEqualTo(first(2 * events));
        assertThat(reader.end().isOk()).isTrue();
        assertThat(reader.numbers()).isEqualTo(first(events));
    }

    private static List<Object> answersOf(EventLogBlockingStub log) {
        HeadResponse head =
                log.head(HeadRequest.newBuilder().setLog(PageTaker.LOG).build());
        List<Object> answers = new ArrayList<>();
        answers.add(head);
        answers.add(log.findPosition(FindPositionRequest.newBuilder()
                .setLog(PageTaker.LOG)
                .setInstant(head.getOccurred())
                .build()));
        answers.add(log.get(
                GetRequest.newBuilder().setLog(PageTaker.LOG).setNumber(3).build()));
        log.read(ReadRequest.newBuilder()
                        .setLog(PageTaker.LOG)
                        .setDirection(Direction.DIRECTION_BACKWARD)
                        .build())
                .forEachRemaining(answers::add);
        Iterator<EventPage> followed = log.follow(FollowRequest.newBuilder()
                .setLog(PageTaker.LOG)
                .setFrom(head.getNext() - 1)
                .build());
        answers.add(followed.next());
        return answers;
    }

    private void commit(int events, String content) {
        EventStoreClient client = new EventStoreClient(connect("private"));
        String source = "source " + channels.size();
        for (int i = 0; i < events; i++) {
            assertThat(client.commit(source, i, content).hasFailure()).isFalse();
        }
    }

    /** Each has a connection of its own, since who takes nothing holds up all calls of its connection. */
    private ManagedChannel connect(String port) {
        ManagedChannel channel = runtime.connect(port);
        channels.add(channel);
        return channel;
    }

    private static List<Long> first(int count) {
        return LongStream.range(0, count).boxed().toList();
    }
}
