package io.pushmi.runtime.events.erasing;

import static io.pushmi.runtime.events.erasing.ErasingFixture.LOG;
import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pushmi.runtime.artifacts.EventType;
import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.artifacts.Generation;
import io.pushmi.runtime.log.ErasureRecord;
import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitKind;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.ContentType;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ErasuresSpec {
    private static final Target ADA = new Target.OfSource(new EventSourceId("ada"));

    private final ErasingFixture runtime = ErasingFixture.open();

    @AfterEach
    void close() {
        runtime.close();
    }

    private static Target properties(String type, @Nullable String source, Map<String, Replacement> properties) {
        return new Target.OfProperties(
                new EventTypeId(type), properties, source == null ? null : new EventSourceId(source));
    }

    private static Target without(String type, String property) {
        return properties(type, null, Map.of(property, Replacement.REMOVED));
    }

    @Nested
    class when_an_event_source_is_erased {
        @Test
        void all_its_events_lose_their_content_and_nobody_elses_do() {
            runtime.commit(request(
                    event("Told", "ada").json("{\"a\":1}"), event("Told", "bob").json("{\"b\":1}")));
            runtime.commit(request(event("Moved", "ada")
                    .content(new Content.Present(Bytes.wrap(new byte[] {1}), new ContentType("image/png")))));
            runtime.commit(request(event("Moved", "ada2").json("{\"c\":1}")));

            Erased erased = runtime.erase(ADA);

            assertThat(runtime.contents()).containsExactly("erased", "{\"b\":1}", "erased", "{\"c\":1}");
            assertThat(erased.events()).isEqualTo(2);
            assertThat(erased.commits()).isEqualTo(2);
            assertThat(runtime.pending()).isZero();
        }

        @Test
        void those_that_are_committed_later_stay() {
            runtime.commit(request(event("Told", "ada")));
            runtime.erase(ADA);
            runtime.commit(request(event("Told", "ada").json("{\"new\":1}")));

            assertThat(runtime.contents()).containsExactly("erased", "{\"new\":1}");
        }

        @Test
        void the_log_says_so_in_a_commit_for_itself_without_what_it_was() {
            runtime.commit(request(event("Told", "ada").json("{\"secret\":\"s3cr3t\"}")));

            Erased erased = runtime.erase(ADA);

            assertThat(runtime.records())
                    .containsExactly(
                            "{\"erasure\":\"" + erased.id() + "\",\"eventSource\":\"ada\",\"before\":1,"
                                    + "\"events\":1,\"commits\":1,\"by\":\"the officer\",\"reason\":\"asked by the customer\"}");
            Commit record = runtime.stored(LOG).get(1);
            assertThat(record.kind()).isEqualTo(CommitKind.SYSTEM);
            assertThat(ErasureRecord.isIn(record)).isTrue();
            assertThat(record.context().tenant()).isEqualTo(TenantId.DEVELOPMENT);
        }

        @Test
        void to_do_it_again_erases_nothing_more_and_is_recorded_too() {
            runtime.commit(request(event("Told", "ada")));
            runtime.erase(ADA);
            List<String> once = runtime.records();

            Erased again = runtime.erase(ADA);

            assertThat(again.events()).isZero();
            assertThat(runtime.records()).hasSize(2).startsWith(once.get(0));
            assertThat(runtime.contents()).containsExactly("erased");
        }

        @Test
        void records_are_not_erased_even_if_a_source_has_their_name() {
            runtime.commit(request(event("Told", "ada")));
            Erased first = runtime.erase(ADA);
            List<String> once = runtime.records();

            runtime.erase(new Target.OfSource(new EventSourceId(first.id().toString())));
            runtime.erase(without("pushmi.erased", "reason"));

            assertThat(runtime.records()).hasSize(3).startsWith(once.get(0));
        }

        @Test
        void many_of_them_go_portion_by_portion() {
            for (int i = 0; i < 700; i++) {
                runtime.commit(request(event("Told", i % 2 == 0 ? "ada" : "bob").json("{\"i\":" + i + "}")));
            }

            Erased erased = runtime.erase(ADA);

            assertThat(erased.events()).isEqualTo(350);
            assertThat(erased.commits()).isEqualTo(350);
            List<String> contents = runtime.contents();
            for (int i = 0; i < 700; i++) {
                assertThat(contents.get(i)).isEqualTo(i % 2 == 0 ? "erased" : "{\"i\":" + i + "}");
            }
        }

        @Test
        void whoever_follows_the_log_is_not_given_it_any_more() {
            List<Commit> early = new CopyOnWriteArrayList<>();
            runtime.logs().log(LOG).follow(SequenceNumber.FIRST, Set.of()).subscribe(early::add);
            runtime.commit(request(event("Told", "ada")));
            await().until(() -> early.size() == 1);

            runtime.erase(ADA);

            List<Commit> late = new CopyOnWriteArrayList<>();
            runtime.logs().log(LOG).follow(SequenceNumber.FIRST, Set.of()).subscribe(late::add);
            await().until(() -> late.size() == 2);
            assertThat(late).isEqualTo(runtime.stored(LOG));
            assertThat(late.get(0).events().get(0).isErased()).isTrue();
        }
    }

    @Nested
    class when_properties_of_an_event_type_are_erased {
        @Test
        void they_go_from_every_event_of_the_type_in_every_generation() {
            EventType second = new EventType(new EventTypeId("Told"), new Generation(2));
            runtime.commit(request(
                    event("Told", "ada").json("{\"name\":\"Ada\",\"age\":36}"),
                    event("Moved", "ada").json("{\"name\":\"Ada\"}"),
                    event("Told", "bob").type(second).json("{\"name\":\"Bob\"}")));

            Erased erased = runtime.erase(without("Told", "name"));

            assertThat(runtime.contents()).containsExactly("{\"age\":36}", "{\"name\":\"Ada\"}", "{}");
            assertThat(erased.events()).isEqualTo(2);
            assertThat(erased.commits()).isEqualTo(1);
            assertThat(runtime.stored(LOG).get(0).events().get(0).isRedacted()).isTrue();
            assertThat(runtime.stored(LOG).get(0).events().get(1).isRedacted()).isFalse();
        }

        @Test
        void with_an_event_source_only_from_its_events() {
            runtime.commit(request(
                    event("Told", "ada").json("{\"name\":\"Ada\"}"),
                    event("Told", "bob").json("{\"name\":\"Bob\"}")));
            runtime.commit(request(event("Moved", "ada").json("{\"name\":\"Ada\"}")));

            runtime.erase(properties("Told", "ada", Map.of("name", Replacement.of("\"-\""))));

            assertThat(runtime.contents())
                    .containsExactly("{\"name\":\"-\"}", "{\"name\":\"Bob\"}", "{\"name\":\"Ada\"}");
        }

        @Test
        void what_is_no_JSON_object_stays_as_it_is() {
            runtime.commit(request(
                    event("Told", "a").json("[{\"name\":1}]"),
                    event("Told", "b")
                            .content(new Content.Present(Bytes.utf8("{\"name\":1}"), new ContentType("text/plain")))));

            assertThat(runtime.erase(without("Told", "name")).events()).isZero();
            assertThat(runtime.contents()).containsExactly("[{\"name\":1}]", "{\"name\":1}");
        }

        @Test
        void more_of_them_can_go_later_and_then_the_rest() {
            runtime.commit(request(event("Told", "ada").json("{\"name\":\"Ada\",\"age\":36,\"on\":true}")));

            runtime.erase(without("Told", "name"));
            runtime.erase(without("Told", "age"));
            assertThat(runtime.contents()).containsExactly("{\"on\":true}");
            runtime.erase(ADA);
            assertThat(runtime.contents()).containsExactly("erased");
            assertThat(runtime.erase(without("Told", "on")).events()).isZero();
        }

        @Test
        void several_erasures_at_once_do_not_bring_back_what_the_others_took() {
            StringBuilder json = new StringBuilder("{\"kept\":1");
            for (int i = 0; i < 10; i++) {
                json.append(",\"p").append(i).append("\":").append(i);
            }
            for (int i = 0; i < 20; i++) {
                runtime.commit(request(event("Told", "ada").json(json + "}")));
            }

            List<? extends CompletionStage<Erased>> all = IntStream.range(0, 10)
                    .mapToObj(i -> runtime.erasures()
                            .erase(new ErasureRequest(LOG, without("Told", "p" + i), "somebody", "because")))
                    .toList();
            all.forEach(Answers::of);

            assertThat(runtime.contents()).hasSize(20).containsOnly("{\"kept\":1}");
            assertThat(runtime.records()).hasSize(10);
        }

        @Test
        void the_record_names_them_and_not_their_values() {
            runtime.commit(request(event("Told", "ada").json("{\"name\":\"Ada\"}")));

            runtime.erase(properties("Told", "ada", Map.of("name", Replacement.of("\"gone\""))));

            assertThat(runtime.records().get(0))
                    .contains("\"eventType\":\"Told\"", "\"properties\":[\"name\"]", "\"eventSource\":\"ada\"")
                    .doesNotContain("Ada", "gone");
        }
    }

    @Nested
    class when_it_is_about_a_scoped_log {
        private final LogId scoped = new LogId(
                TenantId.DEVELOPMENT,
                LogName.ofScope(new ScopeId(UUID.fromString("8c1f0b7a-7f0e-4a57-9f2b-0a5d3f1c2b4e"))));

        @Test
        void the_main_log_stays_as_it_is() {
            runtime.commit(request(event("Told", "ada").json("{\"m\":1}")));
            runtime.commit(scoped, request(event("Told", "ada").json("{\"s\":1}")));

            runtime.erase(scoped, ADA);

            assertThat(runtime.contents()).containsExactly("{\"m\":1}");
            assertThat(runtime.records()).isEmpty();
            assertThat(runtime.contents(scoped)).containsExactly("erased");
            assertThat(runtime.records(scoped)).hasSize(1);
        }

        @Test
        void a_log_that_has_no_events_is_refused_and_not_begun() {
            assertThat(Answers.failureOf(
                            runtime.erasures().erase(new ErasureRequest(scoped, ADA, "somebody", "because"))))
                    .isInstanceOf(ErasureRefused.class)
                    .hasMessageContaining(scoped.toString());
            assertThat(runtime.stored(scoped)).isEmpty();
            assertThat(runtime.pending()).isZero();
        }
    }

    @Nested
    class when_a_commit_is_repeated_of_which_something_was_erased {
        @Test
        void it_is_still_the_same_commit() {
            var original = request(event("Told", "ada").json("{\"name\":\"Ada\"}"), event("Told", "bob"))
                    .id("mine");
            Commit first = runtime.commit(original);
            runtime.erase(without("Told", "name"));

            Commit repeated = runtime.commit(original);

            assertThat(repeated.first()).isEqualTo(first.first());
            assertThat(repeated.events().get(0).isRedacted()).isTrue();
        }
    }

    @Nested
    class when_something_is_missing {
        @Test
        void it_is_not_even_asked_for() {
            assertThatThrownBy(() -> new ErasureRequest(LOG, ADA, " ", "because"))
                    .hasMessageContaining("who");
            assertThatThrownBy(() -> new ErasureRequest(LOG, ADA, "me", "")).hasMessageContaining("reason");
            assertThatThrownBy(() -> properties("Told", null, Map.of())).hasMessageContaining("at least one");
        }
    }
}
