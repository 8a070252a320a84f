package io.pushmi.runtime.processing.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.events.erasing.Retries;
import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.CopyCollection;
import io.pushmi.runtime.storage.CopyEdition;
import io.pushmi.runtime.storage.CopyValue;
import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.MemoryEngine;
import io.pushmi.runtime.storage.MemoryReadModels;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StatePage;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WriteBehindSpec {
    private static final ReadModelKey TACO = new ReadModelKey("taco");
    private static final ReadModelKey PIZZA = new ReadModelKey("pizza");

    private final MemoryEngine engine = MemoryEngine.open(new MemoryDisk());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Unreliable states = new Unreliable(engine.states());
    private final MemoryReadModels databases = new MemoryReadModels();
    private final CopyCollection dishes = new CopyCollection(TenantId.DEVELOPMENT, "dishes");
    private final LiveEdition live = LiveEdition.of(
            1, new StoredModels(states, TenantId.DEVELOPMENT, Given.ID, 1), copies(), new Retries(timer));

    @AfterEach
    void close() {
        timer.shutdownNow();
        engine.close();
    }

    /** State documents that fail to answer so many changes, made or not. */
    private static final class Unreliable implements StateStorage {
        private final StateStorage states;
        private final AtomicInteger lost = new AtomicInteger();
        private volatile boolean isMade;

        Unreliable(StateStorage states) {
            this.states = states;
        }

        void lose(int answers, boolean afterItIsMade) {
            isMade = afterItIsMade;
            lost.set(answers);
        }

        @Override
        public CompletionStage<Optional<StateDocument>> get(StateName name) {
            return states.get(name);
        }

        @Override
        public CompletionStage<List<StateResult>> change(List<StateChange> changes) {
            if (lost.getAndDecrement() <= 0) {
                return states.change(changes);
            }
            CompletionStage<List<StateResult>> failed =
                    CompletableFuture.failedFuture(new StorageUnavailable("the line is cut", null));
            return isMade ? states.change(changes).thenCompose(made -> failed) : failed;
        }

        @Override
        public CompletionStage<StatePage> list(TenantId tenant, String collection, @Nullable String after, int limit) {
            return states.list(tenant, collection, after, limit);
        }

        @Override
        public CompletionStage<Set<String>> collections(TenantId tenant) {
            return states.collections(tenant);
        }
    }

    private void change(ReadModelKey key, ReadModel model) {
        if (live.memory().take(key) == null) {
            live.memory().loaded(key, Answers.of(live.store().get(key)));
        }
        live.change(key, model);
    }

    private Copies copies() {
        return new CopiesInDatabase(
                new CopyDefinition("dishes", List.of()),
                databases,
                dishes,
                new CopyEdition("this", 1),
                new Retries(timer));
    }

    private static ReadModel made(long by) {
        return ReadModel.of("{\"by\":" + by + "}", new SequenceNumber(by));
    }

    private static ReadModel deleted(long by) {
        return ReadModel.deleted(new SequenceNumber(by));
    }

    private ReadModel stored(ReadModelKey key) {
        return Answers.of(live.store().get(key)).model();
    }

    private void settle() {
        Answers.of(live.writes().settle());
    }

    @Nested
    class when_the_store_does_not_answer {
        @Test
        void waits_until_it_does() {
            change(TACO, made(1));
            change(PIZZA, made(2));
            states.lose(2, false);

            settle();

            assertThat(stored(TACO)).isEqualTo(made(1));
            assertThat(stored(PIZZA)).isEqualTo(made(2));
        }

        @Test
        void finds_out_that_it_was_written_nevertheless() {
            change(TACO, made(1));
            change(PIZZA, made(2));
            states.lose(1, true);
            settle();

            change(TACO, made(3));
            change(PIZZA, deleted(4));
            states.lose(1, true);
            settle();
            live.memory().saved(new SequenceNumber(5));
            states.lose(1, true);
            settle();

            assertThat(stored(TACO)).isEqualTo(made(3));
            assertThat(stored(PIZZA)).isEqualTo(ReadModel.ABSENT);
        }

        @Test
        void gives_up_when_the_Runtime_stops() {
            change(TACO, made(1));
            states.lose(1, false);
            timer.shutdownNow();

            assertThat(Answers.failureOf(live.writes().settle())).isInstanceOf(StorageUnavailable.class);
        }
    }

    @Nested
    class when_the_database_for_copies_does_not_answer {
        @Test
        void waits_until_it_does() {
            change(TACO, made(1));
            databases.lose(2);

            settle();

            assertThat(databases.documents(dishes)).containsOnlyKeys("taco");
        }

        @Test
        void has_the_read_model_itself_before_that() {
            change(TACO, made(1));
            databases.lose(Integer.MAX_VALUE);
            timer.shutdownNow();

            assertThat(Answers.failureOf(live.writes().settle())).isInstanceOf(StorageUnavailable.class);
            assertThat(stored(TACO)).isEqualTo(made(1));
        }
    }

    @Nested
    class when_somebody_else_changed_a_read_model {
        private void changeElsewhere(Bytes content) {
            StateName name = live.store().nameOf(TACO);
            Revision revision = Answers.of(engine.states().get(name))
                    .map(StateDocument::revision)
                    .orElse(Revision.ABSENT);
            Answers.of(engine.states().change(List.of(new StateChange.Put(name, revision, content))));
        }

        @Test
        void fails_and_leaves_what_the_other_made() {
            change(TACO, made(1));
            settle();
            changeElsewhere(made(7).encode());
            change(TACO, made(2));

            assertThat(Answers.failureOf(live.writes().settle()))
                    .isInstanceOf(ReadModelChangedElsewhere.class)
                    .hasMessageContaining("taco");
            assertThat(stored(TACO)).isEqualTo(made(7));
            assertThat(databases.documents(dishes).get("taco"))
                    .isEqualTo(new CopyValue.Fields(Map.of("by", new CopyValue.Int32(1))));
        }

        @Test
        void does_not_take_that_for_its_own_tombstone() {
            change(TACO, made(1));
            settle();
            change(TACO, deleted(2));
            settle();
            live.memory().saved(new SequenceNumber(3));
            changeElsewhere(made(7).encode());

            assertThat(Answers.failureOf(live.writes().settle())).isInstanceOf(ReadModelChangedElsewhere.class);
            assertThat(stored(TACO)).isEqualTo(made(7));
        }
    }

    @Nested
    class when_a_read_model_is_deleted {
        @Test
        void keeps_its_tombstone_until_no_earlier_event_can_come_again() {
            change(TACO, made(1));
            settle();
            change(TACO, deleted(2));
            settle();
            live.memory().saved(new SequenceNumber(2));
            settle();
            assertThat(stored(TACO)).isEqualTo(deleted(2));

            live.memory().saved(new SequenceNumber(3));
            settle();
            assertThat(stored(TACO)).isEqualTo(ReadModel.ABSENT);
        }
    }

    @Nested
    class when_a_read_model_comes_back_while_its_tombstone_is_there {
        @Test
        void takes_its_place() {
            change(TACO, made(1));
            settle();
            change(TACO, deleted(2));
            settle();
            assertThat(stored(TACO)).isEqualTo(deleted(2));
            live.memory().saved(new SequenceNumber(3));
            change(TACO, made(3));
            settle();
            settle();

            assertThat(stored(TACO)).isEqualTo(made(3));
        }
    }

    @Nested
    class when_there_are_many {
        @Test
        void writes_all_of_them_and_keeps_a_bounded_number_in_memory() {
            for (int i = 0; i < 5000; i++) {
                change(new ReadModelKey("dish-" + i), made(i));
            }
            settle();

            long kept = 0;
            for (int i = 0; i < 5000; i++) {
                ReadModelKey key = new ReadModelKey("dish-" + i);
                kept += live.memory().find(key) == null ? 0 : 1;
                assertThat(stored(key)).isEqualTo(made(i));
            }
            assertThat(kept).isBetween(1L, 1001L);
            assertThat(live.memory().due().written()).isEmpty();
        }

        @Test
        void keeps_the_one_that_is_in_hand() {
            change(TACO, made(1));
            settle();
            live.memory().take(TACO);
            for (int i = 0; i < 2000; i++) {
                live.memory().loaded(new ReadModelKey("dish-" + i), new StoredModels.Stored(made(i), new Revision(1)));
            }

            assertThat(live.memory().find(TACO)).isNotNull();
        }
    }

    @Nested
    class when_a_document_is_not_a_read_model {
        @Test
        void says_which_one() {
            StateName name = live.store().nameOf(TACO);
            for (String text : List.of(
                    "",
                    "{}",
                    "[1]",
                    "{\"appliedThrough\":1}",
                    "{\"appliedThrough\":1,\"state\":[]}",
                    "{\"appliedThrough\":1,\"deleted\":false}",
                    "{\"appliedThrough\":1,\"state\":{},\"x\":1}")) {
                Revision revision = Answers.of(engine.states().get(name))
                        .map(StateDocument::revision)
                        .orElse(Revision.ABSENT);
                Answers.of(engine.states().change(List.of(new StateChange.Put(name, revision, Bytes.utf8(text)))));

                assertThat(Answers.failureOf(live.store().get(TACO)))
                        .as(text)
                        .hasMessageContaining("ktaco")
                        .hasMessageContaining("not a read model");
            }
        }
    }
}
