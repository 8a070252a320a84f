package io.pushmi.runtime.processing.projections;

import static io.pushmi.runtime.processing.projections.Kitchen.TENANT;
import static io.pushmi.runtime.processing.projections.Kitchen.dish;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.artifacts.EventTypeId;
import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.processing.OperationResult;
import io.pushmi.runtime.processing.Outcome;
import io.pushmi.runtime.processing.ProcessorDefinition;
import io.pushmi.runtime.processing.RegistrationResult;
import io.pushmi.runtime.processing.Retry;
import io.pushmi.runtime.processing.Selection;
import io.pushmi.runtime.processing.projections.CurrentState.Kind;
import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProjectionsSpec {
    private final MemoryDisk disk = new MemoryDisk();
    private Kitchen kitchen = Kitchen.on(disk);

    @AfterEach
    void close() {
        kitchen.close();
    }

    /** The next run of the Runtime, with a log of these dishes. */
    private Kitchen start(String... dishes) {
        kitchen.close();
        kitchen = Kitchen.on(
                disk,
                IntStream.range(0, dishes.length)
                        .mapToObj(i -> dish(i, dishes[i]))
                        .toArray(Delivery[]::new));
        return kitchen;
    }

    private static CurrentState persisted(String key, int last) {
        return new CurrentState(Kind.PERSISTED, new ReadModelKey(key), "{\"last\":" + last + "}");
    }

    private static CurrentState initial(String key) {
        return new CurrentState(Kind.INITIAL, new ReadModelKey(key), Given.INITIAL);
    }

    private static EventSelector selector(String type, KeySelector key) {
        return new EventSelector(new EventTypeId(type), key);
    }

    private static ProjectionDefinition defined(List<EventSelector> selectors, String initial) {
        return new ProjectionDefinition(Given.ID, null, selectors, initial, null);
    }

    @Nested
    class when_a_definition_cannot_be_served {
        static Stream<Arguments> definitions() {
            EventSelector some = selector("A", new KeySelector.EventSource());
            return Stream.of(
                    Arguments.of(defined(List.of(), "{}"), "at least one event type"),
                    Arguments.of(defined(List.of(some, some), "{}"), "more than one key selector"),
                    Arguments.of(
                            defined(List.of(some, selector("A", new KeySelector.Partition())), "{}"), "event type A"),
                    Arguments.of(defined(List.of(selector("A", new KeySelector.Occurred("yy"))), "{}"), "'yy'"),
                    Arguments.of(defined(List.of(selector("A", new KeySelector.Property(""))), "{}"), "without a name"),
                    Arguments.of(defined(List.of(some), ""), "expected a JSON object, found nothing"),
                    Arguments.of(defined(List.of(some), "[]"), "expected a JSON object"),
                    Arguments.of(defined(List.of(some), "null"), "expected a JSON object"),
                    Arguments.of(defined(List.of(some), "{"), "not JSON"),
                    Arguments.of(defined(List.of(some), "{} {}"), "found more behind it"));
        }

        @ParameterizedTest
        @MethodSource("definitions")
        void is_refused_with_the_reason(ProjectionDefinition definition, String reason) {
            RegistrationResult result = kitchen.register(definition);

            assertThat(result).isInstanceOf(RegistrationResult.Refused.class);
            assertThat(((RegistrationResult.Refused) result).reason())
                    .contains(Given.ID.value().toString(), reason);
            assertThat(kitchen.projections().connected()).isEmpty();
            assertThat(Answers.failureOf(kitchen.projections().getOne(TENANT, Given.ID, new ReadModelKey("a"))))
                    .isInstanceOf(UnknownProjection.class);
        }
    }

    @Nested
    class when_a_projection_is_registered {
        @Test
        void gets_the_events_of_its_types_one_after_the_other() {
            kitchen.registered(defined(
                    List.of(
                            selector("A", new KeySelector.EventSource()),
                            selector("B", new KeySelector.Static(new ReadModelKey("b")))),
                    "{}"));

            assertThat(kitchen.driver().registered())
                    .isEqualTo(ProcessorDefinition.sequential(
                            Given.ID.processor(),
                            null,
                            Selection.of(Set.of(new EventTypeId("A"), new EventTypeId("B")))));
            assertThat(kitchen.projections().connected()).hasSize(1);
        }

        @Test
        void is_not_disturbed_by_another_of_the_same_id() {
            start("taco", "taco").registered().deliver();

            assertThat(kitchen.register(Given.projection("{\"other\":1}")))
                    .isEqualTo(new RegistrationResult.AlreadyRegistered());

            kitchen.deliverAll();
            assertThat(kitchen.asked()).containsExactly(initial("taco"), persisted("taco", 0));
        }

        @Test
        void goes_on_where_it_was_when_it_comes_back() {
            start("taco").registered().deliverAll().stop();
            assertThat(kitchen.projections().connected()).isEmpty();

            start("taco", "taco").registered().deliverAll();

            assertThat(kitchen.asked()).containsExactly(persisted("taco", 0));
        }

        @Test
        void can_come_back_to_the_same_Runtime() {
            kitchen.registered().stop();

            kitchen.registered();
        }

        @Test
        void is_not_registered_while_the_store_is_unavailable() {
            kitchen.states().fail();

            var registered = kitchen.projections().register(Given.projection(), kitchen);
            kitchen.finish();

            assertThat(Answers.failureOf(registered)).isInstanceOf(StorageUnavailable.class);
            assertThat(kitchen.projections().connected()).isEmpty();
            kitchen.states().recover();
            kitchen.registered();
        }
    }

    @Nested
    class when_a_definition_changes {
        private void assertAnew(ProjectionDefinition changed) {
            start("taco", "pizza").registered().deliverAll().stop();

            start("taco", "pizza").registered(changed).deliverAll();

            assertThat(kitchen.asked()).hasSize(2);
            assertThat(kitchen.asked().get(0).kind()).isEqualTo(Kind.INITIAL);
            kitchen.save();
            kitchen.finish();
            assertThat(kitchen.stored(1)).isEmpty();
            assertThat(kitchen.stored(2)).isNotEmpty();
        }

        @Test
        void makes_all_read_models_anew_for_another_initial_state() {
            assertAnew(Given.projection("{\"made\":[],\"more\":1}"));
            assertThat(kitchen.asked()).allMatch(state -> state.json().contains("more"));
        }

        @Test
        void makes_all_read_models_anew_for_another_key() {
            assertAnew(Given.projection(Given.INITIAL, new KeySelector.Occurred("yyyy-MM-dd HH:mm:ss")));
        }

        @Test
        void shows_nothing_of_the_former_ones_before_they_are_removed() {
            start("taco", "pizza").registered().deliverAll().stop();

            start("taco", "pizza").registered(Given.projection("{\"other\":1}"));

            assertThat(kitchen.stored(1)).hasSize(2);
            assertThat(kitchen.all()).isEmpty();
            assertThat(kitchen.one("taco").kind()).isEqualTo(Kind.INITIAL);
        }

        @Test
        void keeps_them_where_it_means_the_same() {
            EventSelector one = selector(Deliveries.TYPE, new KeySelector.Property("dish"));
            EventSelector other = selector("Other", new KeySelector.EventSource());
            start("taco")
                    .registered(defined(List.of(one, other), "{\"a\":1,\"b\":2}"))
                    .deliverAll()
                    .stop();
            ProjectionDefinition same = new ProjectionDefinition(
                    Given.ID, "another alias", List.of(other, one), " { \"b\" : 2, \"a\" : 1 } ", null);

            start("taco", "taco", "pizza").registered(same).deliverAll();

            assertThat(kitchen.asked())
                    .containsExactly(
                            persisted("taco", 0),
                            new CurrentState(Kind.INITIAL, new ReadModelKey("pizza"), same.initialState()));
        }

        @Test
        void keeps_every_kind_of_key_selector() {
            ProjectionDefinition all = defined(
                    List.of(
                            selector("A", new KeySelector.EventSource()),
                            selector("B", new KeySelector.Partition()),
                            selector("C", new KeySelector.Property("x")),
                            selector("D", new KeySelector.Static(new ReadModelKey(""))),
                            selector(Deliveries.TYPE, new KeySelector.Occurred("yyyy"))),
                    "{}");
            start("taco").registered(all).deliverAll().stop();

            start("taco").registered(all);

            assertThat(kitchen.driver().isDone()).isTrue();
        }
    }

    @Nested
    class when_a_projection_is_replayed {
        @Test
        void makes_its_read_models_anew() {
            start("taco", "taco").registered().deliverAll().save();

            assertThat(kitchen.await(kitchen.projections().replay(Given.ID, TENANT)))
                    .isEqualTo(OperationResult.DONE);

            assertThat(kitchen.all()).isEmpty();
            kitchen.asked().clear();
            kitchen.deliverAll();
            assertThat(kitchen.asked()).containsExactly(initial("taco"), persisted("taco", 0));
        }

        @Test
        void removes_the_former_ones_in_the_background() {
            start("taco", "pizza").registered().deliverAll().save();

            kitchen.await(kitchen.projections().replay(Given.ID, TENANT));
            kitchen.finish();

            assertThat(kitchen.stored(1)).isEmpty();
        }

        @Test
        void removes_the_former_ones_even_if_the_Runtime_ends_meanwhile() {
            String[] many = IntStream.range(0, 250).mapToObj(i -> "dish" + i).toArray(String[]::new);
            start(many).registered().deliverAll().save();
            kitchen.await(kitchen.projections().replay(Given.ID, TENANT));
            assertThat(kitchen.stored(1)).isNotEmpty();

            start().projections().resume();
            kitchen.finish();

            assertThat(kitchen.stored(1)).isEmpty();
        }

        @Test
        void stays_where_it_is_if_the_store_is_unavailable() {
            start("taco", "taco").registered().deliver();
            kitchen.states().fail();

            var replayed = kitchen.projections().replay(Given.ID, TENANT);
            kitchen.finish();

            assertThat(Answers.failureOf(replayed)).isInstanceOf(StorageUnavailable.class);
            kitchen.states().recover();
            kitchen.deliverAll();
            assertThat(kitchen.asked()).containsExactly(initial("taco"), persisted("taco", 0));
        }

        @Test
        void begins_with_the_first_event_or_not_at_all() {
            start("taco", "taco").registered().deliverAll();

            var moved = kitchen.driver().reprocessFrom(Given.ID.processor(), TENANT, new SequenceNumber(1));

            assertThat(Answers.failureOf(moved))
                    .hasMessageContaining("first event only")
                    .hasMessageContaining("found 1");
            assertThat(kitchen.one("taco")).isEqualTo(persisted("taco", 1));
        }
    }

    @Nested
    class when_read_models_are_read {
        @Test
        void shows_what_is_not_stored_yet() {
            start("taco").registered().deliverAll();

            assertThat(kitchen.stored(1)).isEmpty();
            assertThat(kitchen.one("taco")).isEqualTo(persisted("taco", 0));
            assertThat(kitchen.one("pizza")).isEqualTo(initial("pizza"));
            assertThat(kitchen.all()).containsExactly(persisted("taco", 0));
        }

        @Test
        void shows_what_is_stored_whether_the_client_is_connected_or_not() {
            start("taco").registered().deliverAll().stop();

            start();

            assertThat(kitchen.one("taco")).isEqualTo(persisted("taco", 0));
            assertThat(kitchen.one("pizza")).isEqualTo(initial("pizza"));
            assertThat(kitchen.all()).containsExactly(persisted("taco", 0));
        }

        @Test
        void shows_the_newest_of_what_is_stored_and_what_is_not() {
            start("taco", "pizza", "taco").registered();
            kitchen.deliver();
            kitchen.deliver();
            kitchen.save();
            kitchen.deliver();

            assertThat(kitchen.all()).containsExactly(persisted("pizza", 1), persisted("taco", 2));
        }

        @Test
        void lists_them_in_the_order_of_their_bytes_over_many_pages() {
            String[] dishes = Stream.concat(
                            Stream.of("", "k", "\u00e9", "\uffee", "\ud83c\udf2e", "Z", "z"),
                            IntStream.range(0, 1500).mapToObj(i -> "dish-" + i))
                    .toArray(String[]::new);
            start(dishes).registered();
            for (int i = 0; i < dishes.length; i++) {
                if (i % 2 == 0) {
                    kitchen.deliver();
                }
                if (i == 1000) {
                    kitchen.save();
                }
            }
            while (!kitchen.driver().isDone()) {
                kitchen.deliver();
            }

            List<ReadModelKey> expected = Arrays.stream(dishes)
                    .map(ReadModelKey::new)
                    .sorted(ReadModelKey.AS_LISTED)
                    .toList();
            assertThat(kitchen.all()).extracting(CurrentState::key).isEqualTo(expected);
            kitchen.stop();
            assertThat(kitchen.all()).extracting(CurrentState::key).isEqualTo(expected);
        }

        @Test
        void gives_states_back_as_the_client_gave_them() {
            String odd = "{ \"z\" : 1.50, \"a\":\"\\u00e9\\n\", \"z\":1e400,\n\t\"\u00e9\ud83c\udf2e\":[ ] }";
            start("taco")
                    .answering(new ProjectionAnswer.Replace(odd))
                    .registered()
                    .deliverAll()
                    .stop();

            assertThat(start().one("taco").json()).isEqualTo(odd);
        }

        @Test
        void knows_only_what_was_registered_for_the_tenant() {
            kitchen.registered();
            ProjectionId other = new ProjectionId(ScopeId.DEFAULT, UUID.randomUUID());
            ProjectionId elsewhere = new ProjectionId(new ScopeId(UUID.randomUUID()), Given.ID.value());
            TenantId stranger = new TenantId(UUID.randomUUID());

            assertUnknown(TENANT, other);
            assertUnknown(TENANT, elsewhere);
            assertUnknown(stranger, Given.ID);
        }

        private void assertUnknown(TenantId tenant, ProjectionId projection) {
            assertThat(Answers.failureOf(kitchen.projections().getOne(tenant, projection, new ReadModelKey("taco"))))
                    .isInstanceOf(UnknownProjection.class)
                    .hasMessageContaining(projection.value().toString());
            assertThat(Answers.failureOf(kitchen.projections()
                            .getAll(tenant, projection)
                            .collectList()
                            .toFuture()))
                    .isInstanceOf(UnknownProjection.class);
        }
    }

    @Nested
    class when_the_client_answers {
        @Test
        void hands_on_that_it_failed_and_applies_nothing() {
            start("taco")
                    .answering(new ProjectionAnswer.Failed("burnt", Retry.NEVER))
                    .registered();

            assertThat(kitchen.deliver()).isEqualTo(new Outcome.Failed("burnt", Retry.NEVER));
            assertThat(kitchen.all()).isEmpty();
        }

        @Test
        void hands_on_that_it_is_gone() {
            start("taco").answering(ProjectionAnswer.UNANSWERED).registered();

            assertThat(kitchen.deliver()).isEqualTo(Outcome.UNANSWERED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "null", "[]", "\"taco\"", "{", "{}{}"})
        void counts_a_state_that_is_no_object_as_a_failure(String state) {
            start("taco").answering(new ProjectionAnswer.Replace(state)).registered();

            assertThat(kitchen.deliver())
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.reason()).contains("JSON object"));
            assertThat(kitchen.all()).isEmpty();
        }

        @Test
        void counts_a_state_that_cannot_be_stored_as_a_failure() {
            String large = "{\"x\":\"" + "x".repeat(StateStorage.MAXIMUM_SIZE) + "\"}";
            start("taco").answering(new ProjectionAnswer.Replace(large)).registered();

            assertThat(kitchen.deliver())
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.reason()).contains("found " + large.length()));
        }
    }

    @Nested
    class when_a_read_model_is_deleted {
        @Test
        void starts_from_the_initial_state_again() {
            start("taco", "taco", "taco").registered().deliver();
            kitchen.answering(ProjectionAnswer.DELETE).deliver();

            assertThat(kitchen.one("taco")).isEqualTo(initial("taco"));
            assertThat(kitchen.all()).isEmpty();
            kitchen.deliver();
            assertThat(kitchen.asked()).containsExactly(initial("taco"), persisted("taco", 0), initial("taco"));
        }

        @Test
        void stays_as_a_tombstone_until_the_position_is_behind_it() {
            start("taco", "taco", "pizza").registered().deliver();
            kitchen.save();
            kitchen.answering(ProjectionAnswer.DELETE).deliver();
            kitchen.save();

            assertThat(kitchen.stored(1)).hasSize(1);
            assertThat(kitchen.all()).isEmpty();

            kitchen.deliver();
            kitchen.save();
            assertThat(kitchen.stored(1)).isEmpty();
        }

        @Test
        void leaves_nothing_behind_when_the_projection_is_stopped() {
            start("taco", "taco").registered().deliver();
            kitchen.save();
            kitchen.answering(ProjectionAnswer.DELETE).deliver();

            kitchen.stop();

            assertThat(kitchen.stored(1)).isEmpty();
        }

        @Test
        void is_never_stored_if_it_was_made_and_deleted_in_between() {
            start("taco", "taco").registered().deliver();
            kitchen.answering(ProjectionAnswer.DELETE).deliver();
            kitchen.save();

            assertThat(kitchen.stored(1)).isEmpty();
        }
    }

    @Nested
    class when_an_event_names_no_read_model {
        @Test
        void fails_it_without_asking_the_client_until_somebody_skips_it() {
            kitchen.close();
            kitchen = Kitchen.on(disk, Deliveries.saying("{\"dish\":null}")).registered();

            assertThat(kitchen.deliver()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.retry()).isEqualTo(Retry.NEVER);
                assertThat(failed.reason()).contains("'dish'", "null");
            });
            assertThat(kitchen.asked()).isEmpty();
        }

        @Test
        void passes_it_if_that_was_erased() {
            kitchen.close();
            kitchen = Kitchen.on(disk, Deliveries.leaving(Content.ERASED)).registered();

            assertThat(kitchen.deliver()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(kitchen.asked()).isEmpty();
        }
    }
}
