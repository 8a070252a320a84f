package io.pushmi.runtime.processing.projections;

import static io.pushmi.runtime.processing.projections.Kitchen.TENANT;
import static io.pushmi.runtime.processing.projections.Kitchen.dish;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.processing.Delivery;
import io.pushmi.runtime.processing.Outcome;
import io.pushmi.runtime.processing.RegistrationResult;
import io.pushmi.runtime.storage.CopyCollection;
import io.pushmi.runtime.storage.CopyValue;
import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.MemoryReadModels;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CopyingSpec {
    private static final CopyDefinition COPY =
            new CopyDefinition("dishes", List.of(new PropertyConversion("last", Conversion.NONE, "number", List.of())));
    private static final CopyCollection DISHES = new CopyCollection(TENANT, "dishes");

    private final MemoryDisk disk = new MemoryDisk();
    private final MemoryReadModels databases = new MemoryReadModels();
    private @Nullable Kitchen kitchen;

    @AfterEach
    void close() {
        if (kitchen != null) {
            kitchen.close();
        }
    }

    private Kitchen start(String... dishes) {
        close();
        Delivery[] events = new Delivery[dishes.length];
        for (int i = 0; i < dishes.length; i++) {
            events[i] = dish(i, dishes[i]);
        }
        Kitchen started = Kitchen.on(disk, databases, events);
        kitchen = started;
        return started;
    }

    private static ProjectionDefinition copied() {
        return Given.copied(Given.INITIAL, COPY);
    }

    private static CopyValue.Fields number(int number) {
        return new CopyValue.Fields(Map.of("number", new CopyValue.Int32(number)));
    }

    private Map<String, CopyValue.Fields> copies() {
        return databases.documents(DISHES);
    }

    private static String refusal(RegistrationResult result) {
        assertThat(result).isInstanceOf(RegistrationResult.Refused.class);
        return ((RegistrationResult.Refused) result).reason();
    }

    @Nested
    class when_copies_are_wanted {
        @Test
        void has_one_of_each_read_model_before_the_position_is_saved() {
            Kitchen started =
                    start("taco", "pizza", "taco").registered(copied()).deliverAll();
            assertThat(copies()).isEmpty();

            started.await(started.driver().settle());

            assertThat(copies()).isEqualTo(Map.of("taco", number(2), "pizza", number(1)));
        }

        @Test
        void has_none_of_a_read_model_that_was_deleted() {
            Kitchen started = start("taco", "taco").registered(copied());
            started.deliver();
            started.save();
            started.answering(ProjectionAnswer.DELETE).deliver();
            started.save();

            assertThat(copies()).isEmpty();
        }

        @Test
        void is_written_when_its_events_come_again_after_a_crash_before_it() {
            Kitchen first = start("taco").registered(copied()).deliverAll();
            databases.lose(Integer.MAX_VALUE);
            var unused = first.driver().settle();
            first.finish();
            assertThat(first.stored(1)).hasSize(1);
            databases.lose(0);

            Kitchen second = start("taco").registered(copied()).deliverAll();
            second.save();

            assertThat(second.asked()).isEmpty();
            assertThat(copies()).isEqualTo(Map.of("taco", number(0)));
        }

        @Test
        void fails_an_event_of_whose_read_model_there_can_be_no_copy() {
            Kitchen started = start("taco")
                    .registered(copied())
                    .answering(new ProjectionAnswer.Replace("{\"last\":1,\"number\":2}"));

            Outcome outcome = started.deliver();

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.reason())
                                    .contains(
                                            "cannot be copied to collection dishes",
                                            "two properties that are called number"));
            assertThat(started.one("taco").kind()).isEqualTo(CurrentState.Kind.INITIAL);
        }
    }

    @Nested
    class when_read_models_are_made_anew {
        @Test
        void has_nothing_of_the_former_ones() {
            Kitchen started = start("taco", "pizza").registered(copied()).deliverAll();
            started.save();
            assertThat(copies()).containsOnlyKeys("taco", "pizza");

            started.await(started.projections().replay(Given.ID, TENANT));
            assertThat(copies()).isEmpty();
            started.deliver();
            started.save();

            assertThat(copies()).isEqualTo(Map.of("taco", number(0)));
        }

        @Test
        void that_happens_when_other_copies_are_wanted() {
            Kitchen first = start("taco").registered(copied()).deliverAll();
            first.save();

            Kitchen second =
                    start("taco").registered(Given.copied(Given.INITIAL, new CopyDefinition("dishes", List.of())));
            second.deliverAll().save();

            assertThat(second.asked()).hasSize(1);
            assertThat(copies().get("taco")).isEqualTo(new CopyValue.Fields(Map.of("last", new CopyValue.Int32(0))));
        }

        @Test
        void that_happens_when_copies_are_wanted_for_the_first_time() {
            start("taco").registered().deliverAll().save();

            start("taco").registered(copied()).deliverAll().save();

            assertThat(copies()).isEqualTo(Map.of("taco", number(0)));
        }

        @Test
        void another_store_takes_over_what_the_former_one_left() {
            start("taco", "pizza").registered(copied()).deliverAll().save();
            Kitchen other = Kitchen.on(new MemoryDisk(), databases, dish(0, "taco"));

            other.registered(copied()).deliverAll().save();
            other.close();

            assertThat(copies()).isEqualTo(Map.of("taco", number(0)));
        }
    }

    @Nested
    class when_copies_are_not_wanted_any_more {
        @Test
        void are_left_as_they_are_and_nothing_is_made_anew() {
            start("taco").registered(copied()).deliverAll().save();

            Kitchen second = start("taco", "pizza").registered(Given.copied(Given.INITIAL, null));
            second.deliverAll().save();

            assertThat(second.asked()).hasSize(1);
            assertThat(copies()).isEqualTo(Map.of("taco", number(0)));
        }

        @Test
        void are_made_anew_when_they_are_wanted_again() {
            start("taco").registered(copied()).deliverAll().save();
            start("taco", "pizza")
                    .registered(Given.copied(Given.INITIAL, null))
                    .deliverAll()
                    .save();

            start("taco", "pizza").registered(copied()).deliverAll().save();

            assertThat(copies()).isEqualTo(Map.of("taco", number(0), "pizza", number(1)));
        }
    }

    @Nested
    class when_copies_cannot_be_made {
        @Test
        void is_refused_without_a_database_for_every_tenant() {
            databases.unconfigure();

            assertThat(refusal(start("taco").register(copied())))
                    .contains(Given.ID.value().toString(), "tenants." + TENANT + ".resources.readModels");
        }

        @Test
        void is_refused_if_another_projection_copies_to_the_collection() {
            Kitchen started = start("taco").registered(copied());

            ProjectionId other = new ProjectionId(Given.ID.scope(), UUID.randomUUID());
            assertThat(refusal(started.register(Given.copied(other, Given.INITIAL, COPY))))
                    .contains(other.value().toString(), Given.ID.value().toString(), "collection dishes");
        }

        @Test
        void is_refused_if_the_collection_can_be_none() {
            assertThat(refusal(start("taco").register(Given.copied(Given.INITIAL, new CopyDefinition("", List.of())))))
                    .contains("without a name");
        }
    }
}
