package io.pushmi.runtime.management.moving;

import static io.pushmi.runtime.management.moving.OldDatabase.CLOSED;
import static io.pushmi.runtime.management.moving.OldDatabase.NONE;
import static io.pushmi.runtime.management.moving.OldDatabase.OPENED;
import static io.pushmi.runtime.management.moving.OldDatabase.START;
import static io.pushmi.runtime.management.moving.OldDatabase.aggregate;
import static io.pushmi.runtime.management.moving.OldDatabase.applied;
import static io.pushmi.runtime.management.moving.OldDatabase.definition;
import static io.pushmi.runtime.management.moving.OldDatabase.event;
import static io.pushmi.runtime.management.moving.OldDatabase.fromHorizon;
import static io.pushmi.runtime.management.moving.OldDatabase.inStream;
import static io.pushmi.runtime.management.moving.OldDatabase.number;
import static io.pushmi.runtime.management.moving.OldDatabase.oldUuid;
import static io.pushmi.runtime.management.moving.OldDatabase.publicEvent;
import static io.pushmi.runtime.management.moving.OldDatabase.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushmi.runtime.artifacts.AggregateRootId;
import io.pushmi.runtime.events.streams.StreamDefinition;
import io.pushmi.runtime.events.streams.StreamDefinitions;
import io.pushmi.runtime.events.streams.StreamKind;
import io.pushmi.runtime.execution.Claim;
import io.pushmi.runtime.execution.Environment;
import io.pushmi.runtime.execution.SpanId;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.MemoryEngine;
import io.pushmi.runtime.storage.Origin;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StreamId;
import io.pushmi.runtime.storage.foreign.CannotBeMoved;
import io.pushmi.runtime.storage.foreign.ForeignStore;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bson.BsonDateTime;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DolittleImportSpec {
    private static final UUID CART = UUID.fromString("cccccccc-0000-4000-8000-000000000001");
    private static final UUID FILTER = UUID.fromString("ffffffff-0000-4000-8000-000000000001");
    private static final ScopeId SCOPE = new ScopeId(UUID.fromString("bbbbbbbb-0000-4000-8000-000000000001"));
    private static final UUID CONSENT = UUID.fromString("dddddddd-0000-4000-8000-000000000001");

    private final OldDatabase old = new OldDatabase();
    private final MemoryEngine engine = MemoryEngine.open(new MemoryDisk());

    @AfterEach
    void close() {
        engine.close();
        old.close();
    }

    private ForeignMoved move() {
        try (ForeignStore source = old.open(FilledStore.TENANT)) {
            return new ForeignImport(FilledStore.open(engine), FilledStore.TENANT, source).run((done, expected) -> {});
        }
    }

    private List<Commit> commits(LogName log) {
        return FilledStore.commits(engine, new LogId(FilledStore.TENANT, log));
    }

    private Event only(LogName log) {
        return commits(log).get(0).events().get(0);
    }

    @Nested
    class when_events_are_imported {
        @Test
        void each_is_a_commit_with_its_number_context_and_instant() {
            old.put("event-log", event(0, OPENED, "shop-1"), publicEvent(1, CLOSED, ""));

            ForeignMoved moved = move();

            assertThat(moved.moved().events()).isEqualTo(2);
            assertThat(moved.notes()).isEmpty();
            List<Commit> commits = commits(LogName.MAIN);
            assertThat(commits).extracting(Commit::first).containsExactly(at(0), at(1));
            Commit first = commits.get(0);
            assertThat(first.occurred()).isEqualTo(START);
            assertThat(first.context().microservice().value()).isEqualTo(OldDatabase.MICROSERVICE);
            assertThat(first.context().correlation().value()).isEqualTo(OldDatabase.CORRELATION);
            assertThat(first.context().claims()).containsExactly(new Claim("name", "Ada", "string"));
            assertThat(first.context().environment()).isEqualTo(new Environment("Production"));
            assertThat(first.context().version()).hasToString("1.2.3.4-rc");
            assertThat(first.context().span()).isEqualTo(new SpanId(0x102));
            Event last = commits.get(1).events().get(0);
            assertThat(last.isPublic()).isTrue();
            assertThat(last.source()).isEqualTo(new EventSourceId(""));
            assertThat(Objects.requireNonNull(last.type()).id()).hasToString(CLOSED.toString());
        }

        @Test
        void content_is_the_json_that_readers_got_before() {
            Document content = new Document("text", "ä\"\n")
                    .append("whole", 7)
                    .append("large", 9_007_199_254_740_993L)
                    .append("broken", 0.5)
                    .append("exact", Decimal128.parse("1.10"))
                    .append("when", new BsonDateTime(1_700_000_000_123L))
                    .append("which", new ObjectId("0123456789abcdef01234567"))
                    .append("who", uuid(OPENED))
                    .append("none", null)
                    .append("list", List.of(true, new Document("inner", 1)))
                    .append("a.b$", "dots");
            old.put("event-log", event(0, OPENED, "shop-1", content));

            move();

            Content moved = only(LogName.MAIN).content();
            assertThat(((Content.Present) moved).bytes().asUtf8())
                    .isEqualTo("{\"text\":\"ä\\\"\\n\",\"whole\":7,\"large\":9007199254740993,\"broken\":0.5,"
                            + "\"exact\":{\"$numberDecimal\":\"1.10\"},\"when\":{\"$date\":1700000000123},"
                            + "\"which\":{\"$oid\":\"0123456789abcdef01234567\"},"
                            + "\"who\":{\"$binary\":\"qqqqqgAAQACAAAAAAAAAAQ==\",\"$type\":\"04\"},"
                            + "\"none\":null,\"list\":[true,{\"inner\":1}],\"a.b$\":\"dots\"}");
        }

        @Test
        void a_redacted_event_says_so() {
            old.put("event-log", event(0, OPENED, "shop-1").append("RedactedBy", List.of(5L)));

            move();

            assertThat(only(LogName.MAIN).isRedacted()).isTrue();
        }

        @Test
        void sources_that_are_uuids_of_either_form_become_text() {
            Document now = event(0, OPENED, "?");
            now.get("Metadata", Document.class).put("EventSource", uuid(CART));
            Document before = event(1, OPENED, "?");
            before.get("Metadata", Document.class).put("EventSource", oldUuid(CART));
            old.put("event-log", now, before);

            move();

            assertThat(commits(LogName.MAIN))
                    .extracting(commit -> commit.events().get(0).source())
                    .containsOnly(new EventSourceId(CART.toString()));
        }

        @Test
        void missing_ones_stay_as_erased_events() {
            old.put("event-log", event(2, OPENED, "shop-1"), event(5, OPENED, "shop-1"));
            old.put("event-log-metadata", new Document("_id", "event-log").append("NextEventOffset", number(1_008)));

            ForeignMoved moved = move();

            List<Commit> commits = commits(LogName.MAIN);
            assertThat(commits).extracting(Commit::first).containsExactly(at(0), at(2), at(3), at(5), at(6), at(1_006));
            assertThat(commits).extracting(Commit::kind).containsOnly(CommitKind.EVENTS);
            assertThat(commits.get(2).events()).containsExactly(Event.unknown(), Event.unknown());
            assertThat(commits.get(2).occurred()).isEqualTo(START.plusSeconds(2));
            assertThat(moved.moved().events()).isEqualTo(1_008);
            assertThat(moved.notes())
                    .singleElement()
                    .asString()
                    .contains("event-log has 1006 numbers without an event");
        }

        @Test
        void many_come_in_pages() {
            for (int i = 0; i < 2_300; i++) {
                old.put("event-log", event(i, OPENED, "shop-" + i % 7));
            }

            assertThat(move().moved().events()).isEqualTo(2_300);
            assertThat(commits(LogName.MAIN)).hasSize(2_300);
        }
    }

    @Nested
    class when_aggregates_are_imported {
        private final AggregateId cart =
                new AggregateId(new AggregateRootId(CART.toString()), new EventSourceId("cart-1"));

        @Test
        void they_are_at_the_version_that_their_events_say() {
            old.put(
                    "event-log",
                    applied(event(0, OPENED, "cart-1"), CART, 0),
                    event(1, OPENED, "cart-1"),
                    applied(event(2, CLOSED, "cart-1"), CART, 1));
            old.put("aggregates", aggregate(CART, "cart-1", 2));

            ForeignMoved moved = move();

            assertThat(Answers.of(engine.logs().aggregate(LogId.mainOf(FilledStore.TENANT), cart)))
                    .contains(new AggregateState(cart, new AggregateVersion(2), 2, at(2)));
            assertThat(moved.notes()).isEmpty();
        }

        @Test
        void what_was_said_otherwise_is_told() {
            old.put(
                    "event-log",
                    applied(event(0, OPENED, "cart-1"), CART, 0),
                    applied(event(1, OPENED, "cart-2"), CART, 3));
            old.put("aggregates", aggregate(CART, "cart-1", 7), aggregate(CART, "cart-3", 1));

            assertThat(move().notes())
                    .anyMatch(note -> note.contains("/cart-1 was said to be at version 7, by its events it is at 1"))
                    .anyMatch(note -> note.contains("/cart-3 was said to be at version 1, by its events it is at 0"))
                    .anyMatch(note -> note.contains("2 aggregates have events"))
                    .anyMatch(note -> note.contains("have applied 5 events, of which 2 are there"));
        }
    }

    @Nested
    class when_there_are_more_logs {
        @Test
        void a_scope_has_its_own_with_where_events_came_from() {
            old.put("event-log", event(0, OPENED, "shop-1"));
            old.put("x-" + SCOPE + "-event-log", fromHorizon(event(0, OPENED, "shop-1"), 41, CONSENT));

            move();

            Origin origin = Objects.requireNonNull(only(LogName.ofScope(SCOPE)).origin());
            assertThat(origin.sequenceNumber()).isEqualTo(at(41));
            assertThat(origin.consent().value()).isEqualTo(CONSENT);
            assertThat(origin.producer().value()).isEqualTo(OldDatabase.MICROSERVICE);
            assertThat(origin.received()).isEqualTo(START.plusSeconds(3600));
        }

        @Test
        void a_public_stream_keeps_its_positions_and_how_far_its_filter_is() {
            Document shown = publicEvent(1, OPENED, "shop-1");
            old.put("event-log", event(0, OPENED, "shop-1"), shown, publicEvent(2, OPENED, "shop-2"));
            old.put("stream-definitions", definition(FILTER, true, true, "Remote"));
            old.put("public-stream-" + FILTER, inStream(2, "part", shown));

            move();

            List<Commit> commits = commits(LogName.ofPublicStream(new StreamId(FILTER)));
            assertThat(commits).extracting(Commit::kind).containsExactly(CommitKind.SYSTEM, CommitKind.EVENTS);
            Commit commit = commits.get(1);
            assertThat(commit.first()).isEqualTo(at(2));
            assertThat(commit.events().get(0).partition()).isEqualTo(new PartitionId("part"));
            assertThat(Objects.requireNonNull(commit.checkpoint()).position()).isEqualTo(at(2));
        }

        @Test
        void a_stream_without_a_definition_is_known_by_its_events() {
            Document included = event(0, OPENED, "shop-1");
            old.put("event-log", included);
            old.put("stream-" + FILTER, inStream(0, NONE.toString(), included));

            move();

            assertThat(commits(LogName.ofStream(ScopeId.DEFAULT, new StreamId(FILTER))))
                    .hasSize(1);
            assertThat(Answers.of(new StreamDefinitions(engine.states()).madeOf(LogId.mainOf(FilledStore.TENANT))))
                    .containsExactly(new StreamDefinition(ScopeId.DEFAULT, new StreamId(FILTER), StreamKind.PRIVATE));
        }

        @Test
        void the_stream_of_an_old_handler_stays_behind() {
            Document handled = event(0, OPENED, "shop-1");
            old.put("event-log", handled);
            old.put("stream-definitions", definition(FILTER, true, false, "EventTypeId"));
            old.put("stream-" + FILTER, inStream(0, "shop-1", handled));
            old.put("projections", new Document("_id", 1));

            assertThat(move().notes())
                    .anyMatch(note -> note.startsWith("stream-" + FILTER + ": made for a handler"))
                    .anyMatch(note -> note.startsWith("projections: no collections of a Dolittle Runtime"));
            assertThat(Answers.of(engine.logs().names(FilledStore.TENANT))).containsExactly(LogName.MAIN);
        }
    }

    @Nested
    class when_something_cannot_be_kept {
        @Test
        void it_is_named_and_nothing_is_written() {
            Document odd = event(1, OPENED, "shop-1");
            odd.get("Metadata", Document.class).put("TypeId", "no UUID");
            old.put("event-log", event(0, OPENED, "shop-1"), odd);

            assertThatThrownBy(DolittleImportSpec.this::move)
                    .isInstanceOf(CannotBeMoved.class)
                    .hasMessage("event 1 in event-log, Metadata: TypeId is of type STRING and not a UUID");
            assertNothingIsWritten();
        }

        @Test
        void a_stream_out_of_order_is_refused() {
            Document first = event(0, OPENED, "shop-1");
            Document second = event(1, OPENED, "shop-1");
            old.put("event-log", first, second);
            old.put("stream-definitions", definition(FILTER, true, false, "Remote"));
            old.put("stream-" + FILTER, inStream(0, "a", second), inStream(1, "a", first));

            assertThatThrownBy(DolittleImportSpec.this::move)
                    .isInstanceOf(CannotBeMoved.class)
                    .hasMessageContaining("event 1 in stream-" + FILTER)
                    .hasMessageContaining("follows 1");
            assertNothingIsWritten();
        }

        @Test
        void an_event_that_is_too_large_is_refused() {
            old.put("event-log", event(0, OPENED, "shop-1", new Document("text", "x".repeat(12 * 1024 * 1024))));

            assertThatThrownBy(DolittleImportSpec.this::move)
                    .isInstanceOf(CannotBeMoved.class)
                    .hasMessageStartingWith("event 0 in event-log: it takes ");
            assertNothingIsWritten();
        }

        @Test
        void another_version_is_refused() {
            old.put("event-log", event(0, OPENED, "shop-1"));
            old.put("metadata", new Document("_id", "database").append("CurrentVersion", "V10.0.0"));

            assertThatThrownBy(DolittleImportSpec.this::move)
                    .isInstanceOf(CannotBeMoved.class)
                    .hasMessageContaining("is of version V10.0.0; expected one of a Runtime of version 9");
        }

        @Test
        void a_database_without_events_is_refused() {
            old.put("customers", new Document("_id", 1));

            assertThatThrownBy(DolittleImportSpec.this::move)
                    .isInstanceOf(CannotBeMoved.class)
                    .hasMessageContaining("database 'event_store' at 127.0.0.1")
                    .hasMessageContaining("has no collection event-log")
                    .hasMessageContaining("it has customers");
        }
    }

    private void assertNothingIsWritten() {
        assertThat(Answers.of(engine.logs().names(FilledStore.TENANT))).isEmpty();
        assertThat(FilledStore.documents(engine)).isEmpty();
    }

    private static SequenceNumber at(long number) {
        return new SequenceNumber(number);
    }
}
