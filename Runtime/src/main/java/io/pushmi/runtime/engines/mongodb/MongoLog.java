package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.LogId;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;

/** Everything that is done with one log, around what is known of it. */
final class MongoLog {
    private final LogCollection collection;
    private final Set<KeyKind> kinds;
    private final LogReader reader;
    private final KeySearch search;
    private final AggregatePaging aggregates;
    private final Appending appending;
    private final Erasing erasing;

    /** @param kinds what its commits are to be found by without a look at each */
    MongoLog(LogId log, MongoCommands commands, Set<KeyKind> kinds, ScheduledExecutorService timer) {
        this.kinds = kinds;
        collection = new LogCollection(log, commands);
        reader = new LogReader(collection);
        search = new KeySearch(collection, reader);
        aggregates = new AggregatePaging(collection, search);
        appending = new Appending(collection, reader, kinds, timer);
        erasing = new Erasing(collection, reader);
    }

    /** Completes when every commit has its keys, or the work is not wanted any more. */
    CompletionStage<Void> buildKeys(BooleanSupplier isClosed) {
        return new KeyBuilder(collection, reader, kinds, () -> !isClosed.getAsBoolean()).build();
    }

    LogCollection collection() {
        return collection;
    }

    LogReader reader() {
        return reader;
    }

    KeySearch search() {
        return search;
    }

    AggregatePaging aggregates() {
        return aggregates;
    }

    Appending appending() {
        return appending;
    }

    Erasing erasing() {
        return erasing;
    }
}
