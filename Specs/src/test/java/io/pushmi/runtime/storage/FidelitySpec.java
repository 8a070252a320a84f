package io.pushmi.runtime.storage;

import static io.pushmi.runtime.storage.EventBuilder.aggregate;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.artifacts.Generation;
import io.pushmi.runtime.execution.MicroserviceId;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

abstract class FidelitySpec extends EngineSpec {
    private static final String LONG = "y".repeat(10_000);
    private static final List<String> TEXTS = List.of(
            " ",
            "\0",
            "a\0b",
            "\t\r\n",
            "'\"\\$.{}",
            "äöüß",
            "\u202Eabc",
            "日本語",
            "\uD83D\uDE00",
            "e\u0301",
            "\uFEFF",
            "\uFFFF",
            "\uDBFF\uDFFF",
            LONG);

    private final Commits commits = Commits.fromTheStart();

    FidelitySpec(EngineUnderTest engine) {
        super(engine);
    }

    @Test
    void content_comes_back_byte_for_byte() {
        byte[] everyByte = new byte[256];
        for (int i = 0; i < everyByte.length; i++) {
            everyByte[i] = (byte) i;
        }
        assertKept(commits.next(
                event().json("{ \"b\" : 1.00,\t\"a\":\"\\u00e9\" , \"b\": 1e2 }\n"),
                event().json(" [1, 2]  "),
                event().json("no json at all"),
                event().content(Content.json(Bytes.EMPTY)),
                event().content(Content.json(Bytes.wrap(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '1'}))),
                event().content(Content.json(Bytes.wrap(new byte[] {(byte) 0xC3, 0x28, (byte) 0xFF, 0}))),
                event().content(Content.json(Bytes.wrap(everyByte)))));
    }

    @Test
    void a_mebibyte_comes_back_byte_for_byte() {
        byte[] content = new byte[1 << 20];
        new Random(42).nextBytes(content);

        assertKept(commits.next(event().content(Content.json(Bytes.wrap(content)))));
    }

    @Test
    void content_keeps_its_type() {
        assertKept(commits.next(
                event().content(new Content.Present(Bytes.utf8("1"), new ContentType("application/octet-stream"))),
                event().content(new Content.Present(Bytes.utf8("1"), new ContentType(""))),
                event().content(new Content.Present(Bytes.utf8("1"), new ContentType("text/plain; charset=\"ü\"")))));
    }

    @Test
    void everything_optional_comes_back() {
        Origin origin = new Origin(
                new MicroserviceId(UUID.randomUUID()),
                new SequenceNumber(Long.MAX_VALUE),
                Instant.parse("2026-02-03T04:05:06.000000007Z"),
                new ConsentId(UUID.randomUUID()));
        EventBuilder full = event("Full", "source")
                .isPublic()
                .id("id")
                .metadata(Bytes.wrap(new byte[] {0, (byte) 0xFF, 1}))
                .appliedBy(aggregate("root", "source"))
                .partition("partition")
                .origin(origin);

        assertKept(commits.next(request(full, event(), full)
                .id("chosen")
                .context(Contexts.full())
                .checkpoint("checkpoint", Long.MAX_VALUE)));
    }

    @Test
    void what_is_empty_does_not_turn_into_what_is_absent() {
        EventBuilder empty = event("Empty", "").id("").metadata(Bytes.EMPTY).partition("");

        assertKept(commits.next(empty, event("Absent", "")));
    }

    @Test
    void the_instant_comes_back_to_the_nanosecond() {
        for (String instant : List.of(
                "2026-03-04T05:06:07.123456789Z",
                "2026-03-04T05:06:07.000000001Z",
                "1970-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999999999Z",
                "1066-10-14T09:00:00.5Z",
                "9999-12-31T23:59:59.999999999Z")) {
            assertKept(commits.next(request().occurred(Instant.parse(instant))));
        }
    }

    @Test
    void a_system_commit_is_a_commit_like_any_other() {
        Commit system = commits.next(request(event("Noted", "log")).system().checkpoint("noted", 0));
        Commit ordinary = commits.next();
        engine.append(log, system, ordinary);

        assertThat(engine.read(log)).containsExactly(system, ordinary);
        assertThat(engine.head(log).next()).isEqualTo(new SequenceNumber(2));
        engine.restart();
        assertThat(engine.read(log)).containsExactly(system, ordinary);
    }

    @Test
    void ids_that_were_chosen_and_ids_that_were_not_stay_apart() {
        CommitId.Random random = new CommitId.Random(0, -1);
        assertKept(withId(commits.next(), random));
        assertKept(commits.next(request().id(random.text())));
        assertKept(withId(commits.next(), new CommitId.Random(Long.MIN_VALUE, 0)));
        assertKept(commits.next(request().id("!~".repeat(CommitId.MAXIMUM_LENGTH / 2))));
    }

    @Test
    void texts_may_be_anything() {
        for (String text : TEXTS) {
            EventBuilder event = event(text, text).id(text).partition(text);
            assertKept(commits.next(
                    request(event, event.appliedBy(aggregate(text, text))).checkpoint(text, 3)));
        }
    }

    @Test
    void generations_cover_their_whole_range() {
        EventTypeId type = new EventTypeId("Generational");
        assertKept(commits.next(
                event().type(new EventType(type, new Generation(0))),
                event().type(new EventType(type, new Generation(0x8000_0000L))),
                event().type(new EventType(type, new Generation(0xFFFF_FFFFL)))));
    }

    @Test
    void the_largest_commit_fits() {
        CommitRequest empty =
                request(event().content(Content.json(Bytes.EMPTY))).build();
        byte[] room = new byte[Math.toIntExact(StoredSize.MAXIMUM - StoredSize.of(empty))];
        new Random(7).nextBytes(room);
        CommitRequest largest =
                request(event().content(Content.json(Bytes.wrap(room)))).build();
        assertThat(StoredSize.of(largest)).isEqualTo(StoredSize.MAXIMUM);

        assertKept(commits.next(largest));
    }

    @Test
    void the_largest_commit_of_small_events_fits() {
        int size = Math.toIntExact(StoredSize.of(event().build()));
        Commit largest = commits.next(request().events(Math.toIntExact((StoredSize.MAXIMUM - 4_096) / size)));
        assertThat(StoredSize.of(largest)).isBetween(StoredSize.MAXIMUM - 8_192, StoredSize.MAXIMUM);

        assertKept(largest);
    }

    @Test
    void an_event_of_which_nothing_is_known_is_kept_as_that() {
        Commit commit = commits.next(event(), event("Known", "source"));
        List<Event> events = List.of(Event.unknown(), commit.events().get(1).withContent(Content.ERASED));

        assertKept(commit.withEvents(events));
    }

    private void assertKept(Commit commit) {
        engine.append(log, commit);
        assertFound(commit);
        engine.restart();
        assertFound(commit);
    }

    private void assertFound(Commit commit) {
        assertThat(engine.read(log, commit.first().value())).containsExactly(commit);
        for (Key key : Key.of(commit)) {
            assertThat(engine.lastByKey(log, key)).contains(commit);
        }
        for (AggregateState state : commit.aggregates()) {
            assertThat(engine.aggregate(log, state.aggregate())).contains(state);
        }
        assertThat(engine.head(log).last()).isEqualTo(commit.id());
    }

    private static Commit withId(Commit commit, CommitId id) {
        return new Commit(
                commit.first(),
                id,
                commit.occurred(),
                commit.context(),
                commit.kind(),
                commit.events(),
                commit.aggregates(),
                commit.checkpoint());
    }
}
