package io.pushmi.runtime.events.erasing;

import static io.pushmi.runtime.events.erasing.ErasingFixture.LOG;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.RequestBuilder;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RedactionsSpec {
    private static final String TOLD = "0b5a2f3e-93f1-4d07-8f6c-5a5f5d0a7c22";
    private static final String MOVED = "77f1b3c2-0c4d-4b56-9a9d-2b7f0d8e6a11";
    private static final String REDACTED = "de1e7e17-bad5-da7a-fad4-fbc6ec3c0ea5";

    private final ErasingFixture runtime = ErasingFixture.open();

    @AfterEach
    void close() {
        runtime.close();
    }

    private static EventBuilder told(String source) {
        return event(TOLD, source).json("{\"name\":\"Ada\",\"age\":36}");
    }

    private static String redaction(String properties) {
        return "{\"EventId\":\"" + TOLD + "\",\"EventAlias\":\"Told\",\"RedactedProperties\":" + properties
                + ",\"RedactedBy\":\"the officer\",\"Reason\":\"asked\"}";
    }

    private static EventBuilder redacting(String source, String properties) {
        return event(REDACTED, source).json(redaction(properties));
    }

    private static Optional<RedactionEvent> read(String type, String json) {
        return RedactionEvent.of(new EventTypeId(type), new EventSourceId("ada"), Content.json(Bytes.utf8(json)));
    }

    @Nested
    class when_an_event_redacts_others {
        @Test
        void earlier_events_of_that_type_and_its_own_source_lose_the_properties() {
            runtime.commit(request(told("ada"), told("bob")));
            runtime.commit(request(event(MOVED, "ada").json("{\"name\":\"Ada\"}")));
            runtime.commit(request(told("ada")));

            runtime.commit(request(redacting("ada", "{\"name\":\"-\",\"age\":null}")));
            runtime.commit(request(told("ada")));

            assertThat(runtime.contents())
                    .containsExactly(
                            "{\"name\":\"-\"}",
                            "{\"name\":\"Ada\",\"age\":36}",
                            "{\"name\":\"Ada\"}",
                            "{\"name\":\"-\"}",
                            redaction("{\"name\":\"-\",\"age\":null}"),
                            "{\"name\":\"Ada\",\"age\":36}");
        }

        @Test
        void those_before_it_in_its_own_commit_are_earlier_and_those_after_it_are_not() {
            runtime.commit(request(told("ada"), redacting("ada", "{\"age\":null}"), told("ada")));

            assertThat(runtime.contents())
                    .containsExactly(
                            "{\"name\":\"Ada\"}", redaction("{\"age\":null}"), "{\"name\":\"Ada\",\"age\":36}");
        }

        @Test
        void it_is_recorded_once_with_whom_and_why() {
            runtime.commit(request(told("ada")));
            RequestBuilder redaction = request(redacting("ada", "{\"name\":1}")).id("mine");
            runtime.commit(redaction);
            runtime.commit(redaction);

            assertThat(runtime.records()).hasSize(1);
            assertThat(runtime.records().get(0))
                    .contains(
                            "\"by\":\"the officer\"",
                            "\"reason\":\"asked\"",
                            "\"events\":1",
                            "\"before\":1",
                            TOLD,
                            "ada");
        }

        @Test
        void several_in_one_commit_all_count() {
            runtime.commit(request(told("ada"), told("bob")));
            runtime.commit(request(redacting("ada", "{\"name\":1}"), redacting("bob", "{\"age\":0}")));

            assertThat(runtime.contents()).startsWith("{\"name\":1,\"age\":36}", "{\"name\":\"Ada\",\"age\":0}");
            assertThat(runtime.records()).hasSize(2);
        }

        @Test
        void replacements_keep_their_digits_and_arrays_and_objects_remove() {
            runtime.commit(request(told("ada").json("{\"a\":1,\"b\":2,\"c\":3,\"d\":4}")));
            runtime.commit(request(
                    redacting("ada", "{\"a\":1234567890123456789012345678901234567890.10,\"b\":[1],\"c\":{\"x\":1}}")));

            assertThat(runtime.contents()).startsWith("{\"a\":1234567890123456789012345678901234567890.10,\"d\":4}");
        }

        @Test
        void its_commit_can_be_found_among_the_others() {
            runtime.commit(request(told("ada")));
            Commit redaction = runtime.commit(request(redacting("ada", "{\"name\":1}")));

            assertThat(Objects.requireNonNull(redaction.checkpoint()).name()).isEqualTo(Redactions.NAME);
        }
    }

    @Nested
    class when_a_commit_also_moves_a_checkpoint {
        @Test
        void it_is_refused_since_one_of_the_two_would_be_lost() {
            CommitOutcome outcome = Answers.of(runtime.redactions()
                    .commit(
                            LOG,
                            request(redacting("ada", "{\"name\":1}"))
                                    .checkpoint("other", 7)
                                    .build()));

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            CommitOutcome.Invalid.class,
                            invalid -> assertThat(invalid.reason()).contains("'other'"));
            assertThat(runtime.stored(LOG)).isEmpty();
        }
    }

    @Nested
    class when_an_event_only_looks_like_one_that_redacts {
        @Test
        void it_is_an_ordinary_event() {
            String whole = redaction("{\"name\":null}");
            assertThat(read(REDACTED, whole)).isPresent();
            assertThat(read("de1e7e17-bad5-da7a-0000-000000000000", whole)).isPresent();

            assertThat(read(TOLD, whole)).isEmpty();
            assertThat(read("de1e7e17-bad5-da7b-fad4-fbc6ec3c0ea5", whole)).isEmpty();
            for (String member : new String[] {"EventId", "EventAlias", "RedactedProperties", "RedactedBy", "Reason"}) {
                assertThat(read(
                                REDACTED,
                                whole.replace("\"" + member + "\"", "\"" + member.toLowerCase(Locale.ROOT) + "\"")))
                        .as(member)
                        .isEmpty();
            }
            assertThat(read(REDACTED, whole.replace("\"asked\"", "\" \\t\""))).isEmpty();
            assertThat(read(REDACTED, whole.replace("\"asked\"", "7"))).isEmpty();
            assertThat(read(REDACTED, whole.replace("\"Told\"", "\"\""))).isEmpty();
            assertThat(read(REDACTED, whole.replace("{\"name\":null}", "{}"))).isEmpty();
            assertThat(read(REDACTED, whole.replace("{\"name\":null}", "[\"name\"]")))
                    .isEmpty();
            assertThat(read(REDACTED, whole.replace(TOLD, REDACTED))).isEmpty();
            assertThat(read(REDACTED, whole.replace(TOLD, "Told"))).isEmpty();
            assertThat(read(REDACTED, "[]")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "0b5a2f3e-93f1-4d07-8f6c-5a5f5d0a7c22",
                    "0B5A2F3E-93F1-4D07-8F6C-5A5F5D0A7C22",
                    "0b5a2f3e93f14d078f6c5a5f5d0a7c22",
                    "{0b5a2f3e-93f1-4d07-8f6c-5a5f5d0a7c22}",
                    "(0b5a2f3e-93f1-4d07-8f6c-5a5f5d0a7c22)"
                })
        void the_id_may_be_written_as_GUIDs_are(String id) {
            assertThat(read(REDACTED, redaction("{\"name\":null}").replace(TOLD, id)))
                    .hasValueSatisfying(redaction -> assertThat(redaction.target())
                            .isEqualTo(new Target.OfProperties(
                                    new EventTypeId(TOLD),
                                    Map.of("name", Replacement.REMOVED),
                                    new EventSourceId("ada"))));
        }

        @Test
        void nothing_is_redacted() {
            runtime.commit(request(told("ada")));
            runtime.commit(request(event(REDACTED, "ada").json("{\"EventId\":\"" + TOLD + "\"}")));

            assertThat(runtime.contents()).startsWith("{\"name\":\"Ada\",\"age\":36}");
            assertThat(runtime.records()).isEmpty();
            assertThat(runtime.stored(LOG).get(1).checkpoint()).isNull();
        }
    }

    @Nested
    class when_redacting_takes_longer_than_a_commit_may {
        @Test
        void the_commit_is_answered_and_the_redaction_goes_on() {
            MemoryDisk disk = new MemoryDisk();
            try (ErasingFixture stuck = ErasingFixture.on(disk, PowerFailure.before(3), Duration.ofMillis(50))) {
                stuck.commit(request(told("ada")));
                stuck.commit(request(redacting("ada", "{\"name\":1}")));
                assertThat(stuck.contents()).startsWith("{\"name\":\"Ada\",\"age\":36}");
            }
            try (ErasingFixture next = ErasingFixture.on(disk, PowerFailure.never())) {
                next.redactions().resume();
                await().until(() -> next.contents().get(0).equals("{\"name\":1,\"age\":36}"));
            }
        }
    }
}
