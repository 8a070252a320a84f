package io.pushmi.runtime.management.moving;

import static io.pushmi.runtime.management.moving.OldDatabase.CLOSED;
import static io.pushmi.runtime.management.moving.OldDatabase.NONE;
import static io.pushmi.runtime.management.moving.OldDatabase.OPENED;
import static io.pushmi.runtime.management.moving.OldDatabase.START;
import static io.pushmi.runtime.management.moving.OldDatabase.applied;
import static io.pushmi.runtime.management.moving.OldDatabase.definition;
import static io.pushmi.runtime.management.moving.OldDatabase.event;
import static io.pushmi.runtime.management.moving.OldDatabase.failing;
import static io.pushmi.runtime.management.moving.OldDatabase.fromHorizon;
import static io.pushmi.runtime.management.moving.OldDatabase.inStream;
import static io.pushmi.runtime.management.moving.OldDatabase.number;
import static io.pushmi.runtime.management.moving.OldDatabase.partitioned;
import static io.pushmi.runtime.management.moving.OldDatabase.processor;
import static io.pushmi.runtime.management.moving.OldDatabase.publicEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushmi.runtime.engines.rocksdb.ClosedStore;
import io.pushmi.runtime.engines.rocksdb.RocksDbEngine;
import io.pushmi.runtime.engines.rocksdb.RocksDbSettings;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.Finding;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.MemoryEngine;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.storage.StorageEngine;
import io.pushmi.runtime.storage.Verification;
import io.pushmi.runtime.storage.foreign.ForeignStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ImportedAgainSpec {
    private static final UUID CART = UUID.fromString("cccccccc-0000-4000-8000-000000000001");
    private static final UUID HANDLER = UUID.fromString("eeeeeeee-0000-4000-8000-000000000001");
    private static final UUID FILTER = UUID.fromString("ffffffff-0000-4000-8000-000000000001");
    private static final String SCOPED = "x-bbbbbbbb-0000-4000-8000-000000000001-event-log";
    private static final int STEPS_EXPECTED_AT_LEAST = 40;
    private static final int STEPS_EXPECTED_AT_MOST = 400;

    @TempDir
    Path folder;

    private final OldDatabase old = new OldDatabase();

    @BeforeEach
    void fill() {
        Document shown = publicEvent(3, CLOSED, "cart-2");
        old.put(
                "event-log",
                applied(event(0, OPENED, "cart-1"), CART, 0),
                applied(event(1, OPENED, "cart-1"), CART, 1),
                shown,
                event(6, CLOSED, "cart-2"));
        old.put("event-log-metadata", new Document("_id", "event-log").append("NextEventOffset", number(9)));
        old.put(SCOPED, fromHorizon(event(0, OPENED, "cart-9"), 12, FILTER));
        old.put("stream-definitions", definition(FILTER, true, true, "Remote"));
        old.put("public-stream-" + FILTER, inStream(0, "part", shown));
        old.put(
                "stream-processor-states",
                processor(FILTER, NONE, 6, 6),
                partitioned(HANDLER, 3, 4, new Document("cart.1", failing(0, 0, START, "boom", 2))));
    }

    @AfterEach
    void close() {
        old.close();
    }

    private static ForeignMoved move(OpenStore store, ForeignStore source) {
        return new ForeignImport(store, FilledStore.TENANT, source).run((done, expected) -> {});
    }

    private ForeignMoved move(StorageEngine engine) {
        try (ForeignStore source = old.open(FilledStore.TENANT)) {
            return move(FilledStore.open(engine), source);
        }
    }

    @Nested
    class when_it_was_interrupted {
        @Test
        void the_next_one_ends_as_if_it_had_not_been_wherever_it_was() {
            try (MemoryEngine whole = MemoryEngine.open(new MemoryDisk())) {
                ForeignMoved uninterrupted = move(whole);
                int steps = 0;
                boolean wasInterrupted = true;
                while (wasInterrupted && steps <= STEPS_EXPECTED_AT_MOST) {
                    try (MemoryEngine engine = MemoryEngine.open(new MemoryDisk())) {
                        wasInterrupted = interruptedAt(steps, engine);
                        steps++;

                        assertThat(move(engine)).as("after step %s", steps).isEqualTo(uninterrupted);
                        assertThat(FilledStore.logs(engine)).isEqualTo(FilledStore.logs(whole));
                        assertThat(FilledStore.documents(engine)).isEqualTo(FilledStore.documents(whole));
                    }
                }
                assertThat(steps).isBetween(STEPS_EXPECTED_AT_LEAST, STEPS_EXPECTED_AT_MOST);
            }
        }

        /** Whether it was: there may be fewer steps. */
        private boolean interruptedAt(int step, StorageEngine engine) {
            AtomicInteger left = new AtomicInteger(step);
            try (ForeignStore source = old.open(FilledStore.TENANT)) {
                move(
                        FilledStore.open(
                                interrupted(EventLogStorage.class, engine.logs(), left),
                                interrupted(StateStorage.class, engine.states(), left)),
                        interrupted(ForeignStore.class, source, left));
                return false;
            } catch (Interrupted expected) {
                return true;
            }
        }

        /** Ends everything after the call that is the last one; that call is made, but nobody hears of it. */
        private <T> T interrupted(Class<T> type, T inner, AtomicInteger left) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        try {
                            Object result = method.invoke(inner, arguments);
                            if (left.getAndDecrement() <= 0) {
                                throw new Interrupted();
                            }
                            return result;
                        } catch (InvocationTargetException failed) {
                            throw failed.getCause();
                        }
                    }));
        }
    }

    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Nested
    class when_it_is_into_an_embedded_store {
        @Test
        void that_is_in_order_and_has_the_same() {
            Path data = folder.resolve("data");
            try (MemoryEngine memory = MemoryEngine.open(new MemoryDisk());
                    RocksDbEngine embedded = RocksDbEngine.open(RocksDbSettings.in(data))) {
                assertThat(move(embedded)).isEqualTo(move(memory));
                assertThat(FilledStore.logs(embedded)).isEqualTo(FilledStore.logs(memory));
                assertThat(FilledStore.documents(embedded)).isEqualTo(FilledStore.documents(memory));
            }
            List<String> findings = new ArrayList<>();
            new ClosedStore(data, RocksDbSettings.DEFAULT_MEMORY_BUDGET).verify(new Verification.Listener() {
                @Override
                public void found(Finding finding) {
                    findings.add(finding.toString());
                }

                @Override
                public void advanced(long done, long expected) {}
            });
            assertThat(findings).isEmpty();
        }

        @Test
        void importing_once_more_changes_nothing() {
            try (RocksDbEngine embedded = RocksDbEngine.open(RocksDbSettings.in(folder.resolve("data")))) {
                ForeignMoved first = move(embedded);

                assertThat(move(embedded)).isEqualTo(first);
            }
        }
    }

    @Nested
    class when_the_store_has_something_else {
        private final MemoryEngine engine = MemoryEngine.open(new MemoryDisk());

        @AfterEach
        void close() {
            engine.close();
        }

        @Test
        void events_of_its_own_are_left_alone() {
            FilledStore.append(engine, FilledStore.MAIN, Commits.fromTheStart().some(2));

            assertRefused("log " + FilledStore.MAIN + " has something else at 0");
        }

        @Test
        void another_log_is_left_alone() {
            FilledStore.append(
                    engine,
                    new LogId(FilledStore.TENANT, new LogName("scope-mine")),
                    Commits.fromTheStart().some(2));

            assertRefused("the store has log " + FilledStore.TENANT + "/scope-mine");
        }

        @Test
        void a_processor_that_began_here_is_left_alone() {
            FilledStore.put(engine, "processors", "event-handler/" + NONE + "/" + HANDLER, Bytes.utf8("{\"next\":0}"));

            assertRefused("the state document " + FilledStore.TENANT + "/processors/event-handler/" + NONE + "/"
                    + HANDLER + " already");
        }

        @Test
        void what_clients_declare_each_time_does_no_harm() {
            FilledStore.put(engine, "event-types", OPENED.toString(), Bytes.utf8("{}"));

            assertThat(move(engine).moved().logs()).isEqualTo(3);
        }

        private void assertRefused(String why) {
            var logs = FilledStore.logs(engine);
            var documents = FilledStore.documents(engine);

            assertThatThrownBy(() -> move(engine))
                    .isInstanceOf(MoveRefused.class)
                    .hasMessageContaining(why);
            assertThat(FilledStore.logs(engine)).isEqualTo(logs);
            assertThat(FilledStore.documents(engine)).isEqualTo(documents);
        }
    }

    @Nested
    class when_the_old_runtime_goes_on_meanwhile {
        private final MemoryEngine engine = MemoryEngine.open(new MemoryDisk());
        private boolean isDone;

        @AfterEach
        void close() {
            engine.close();
        }

        /** Does something as soon as the import reads events. */
        private ForeignMoved moveWhile(Runnable work) {
            try (ForeignStore source = old.open(FilledStore.TENANT)) {
                return new ForeignImport(FilledStore.open(engine), FilledStore.TENANT, source).run((done, expected) -> {
                    if (!isDone) {
                        isDone = true;
                        work.run();
                    }
                });
            }
        }

        @Test
        void more_events_are_noticed_and_come_with_the_next_import() {
            assertThatThrownBy(() -> moveWhile(() -> old.put("event-log", event(9, OPENED, "cart-3"))))
                    .isInstanceOf(MoveRefused.class)
                    .hasMessageContaining("event-log went from 9 to 10")
                    .hasMessageContaining("stop the Runtime that uses it, then import again");

            assertThat(move(engine).moved().events()).isEqualTo(12);
        }

        @Test
        void processors_that_go_on_are_noticed() {
            Runnable handled = () -> old.set(
                    "stream-processor-states",
                    new Document("Partitioned", true),
                    new Document("Position", number(4)).append("EventLogPosition", number(7)));

            assertThatThrownBy(() -> moveWhile(handled))
                    .isInstanceOf(MoveRefused.class)
                    .hasMessageContaining("its processors went on");

            assertThat(move(engine).moved().documents()).isEqualTo(4);
        }
    }
}
