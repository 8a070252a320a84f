package io.pushmi.runtime.management.moving;

import static io.pushmi.runtime.management.moving.OldDatabase.CLOSED;
import static io.pushmi.runtime.management.moving.OldDatabase.NONE;
import static io.pushmi.runtime.management.moving.OldDatabase.OPENED;
import static io.pushmi.runtime.management.moving.OldDatabase.START;
import static io.pushmi.runtime.management.moving.OldDatabase.applied;
import static io.pushmi.runtime.management.moving.OldDatabase.definition;
import static io.pushmi.runtime.management.moving.OldDatabase.event;
import static io.pushmi.runtime.management.moving.OldDatabase.failing;
import static io.pushmi.runtime.management.moving.OldDatabase.inStream;
import static io.pushmi.runtime.management.moving.OldDatabase.partitioned;
import static io.pushmi.runtime.management.moving.OldDatabase.processor;
import static io.pushmi.runtime.management.moving.OldDatabase.publicEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.MemoryDisk;
import io.pushmi.runtime.storage.MemoryEngine;
import io.pushmi.runtime.storage.MongoFixture;
import io.pushmi.runtime.storage.StorageEngine;
import io.pushmi.runtime.storage.foreign.ForeignStore;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DolittleIntoMongoSpec {
    private static final UUID CART = UUID.fromString("cccccccc-0000-4000-8000-000000000001");
    private static final UUID HANDLER = UUID.fromString("eeeeeeee-0000-4000-8000-000000000001");
    private static final UUID FILTER = UUID.fromString("ffffffff-0000-4000-8000-000000000001");

    @Test
    void a_database_of_its_own_gets_the_same_as_any_store() {
        try (OldDatabase old = new OldDatabase();
                MongoFixture mongo = new MongoFixture();
                MemoryEngine memory = MemoryEngine.open(new MemoryDisk())) {
            Document shown = publicEvent(3, CLOSED, "cart-2");
            old.put(
                    "event-log",
                    applied(event(0, OPENED, "cart-1"), CART, 0),
                    applied(event(1, OPENED, "cart-1"), CART, 1),
                    shown);
            old.put("stream-definitions", definition(FILTER, true, true, "Remote"));
            old.put("public-stream-" + FILTER, inStream(2, "part", shown));
            old.put(
                    "stream-processor-states",
                    processor(FILTER, NONE, 4, 4),
                    partitioned(HANDLER, 3, 4, new Document("cart.1", failing(0, 0, START, "boom", 2))));
            StorageEngine engine = mongo.open();

            ForeignMoved moved = move(old, engine);

            assertThat(moved).isEqualTo(move(old, memory));
            assertThat(FilledStore.logs(engine)).isEqualTo(FilledStore.logs(memory));
            assertThat(FilledStore.documents(engine)).isEqualTo(FilledStore.documents(memory));
            assertThat(move(old, engine)).isEqualTo(moved);
        }
    }

    private static ForeignMoved move(OldDatabase old, StorageEngine engine) {
        try (ForeignStore source = old.open(FilledStore.TENANT)) {
            return new ForeignImport(FilledStore.open(engine), FilledStore.TENANT, source).run((done, expected) -> {});
        }
    }
}
