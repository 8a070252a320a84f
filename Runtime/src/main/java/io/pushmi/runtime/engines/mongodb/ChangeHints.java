package io.pushmi.runtime.engines.mongodb;

import com.mongodb.MongoNamespace;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.pushmi.runtime.storage.Watch;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Tells who watches a collection that something was inserted into it. One change stream serves all watches of a database,
 * since each occupies a connection; it is open while anybody watches, on a server that has such streams.
 */
final class ChangeHints {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeHints.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private static final List<Bson> INSERTS = List.of(
            Aggregates.match(Filters.eq("operationType", "insert")),
            Aggregates.project(Projections.include("ns", "operationType")));

    private final MongoDatabase database;
    private final Supplier<CompletionStage<ServerTraits>> hello;
    private final Map<String, Set<Hint>> watched = new ConcurrentHashMap<>();
    private @Nullable Disposable stream;
    private int watches;

    /** Each different from every other, so that one watcher may come twice. */
    private static final class Hint {
        private final Runnable hint;

        Hint(Runnable hint) {
            this.hint = hint;
        }
    }

    ChangeHints(MongoDatabase database, Supplier<CompletionStage<ServerTraits>> hello) {
        this.database = database;
        this.hello = hello;
    }

    Watch watch(String collection, Runnable hint) {
        Hint own = new Hint(hint);
        watched.compute(collection, (name, hints) -> {
            Set<Hint> all = hints == null ? ConcurrentHashMap.newKeySet() : hints;
            all.add(own);
            return all;
        });
        opened();
        AtomicBoolean isClosed = new AtomicBoolean();
        return () -> {
            if (isClosed.compareAndSet(false, true)) {
                watched.computeIfPresent(collection, (name, hints) -> {
                    hints.remove(own);
                    return hints.isEmpty() ? null : hints;
                });
                closed();
            }
        };
    }

    private synchronized void opened() {
        watches++;
        if (stream == null) {
            stream = Mono.fromCompletionStage(hello)
                    .flatMapMany(server -> server.hasChangeStreams() ? changes() : Flux.never())
                    .doOnError(failure -> LOG.debug("Hearing of inserts is interrupted", failure))
                    .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE).maxBackoff(LONGEST_PAUSE))
                    .subscribe(this::tell);
        }
    }

    private synchronized void closed() {
        watches--;
        if (watches == 0 && stream != null) {
            stream.dispose();
            stream = null;
        }
    }

    /** What was inserted before the stream was open, or while it was not, nobody tells: so everybody is told then. */
    private Flux<String> changes() {
        Flux<String> inserts = Flux.from(database.watch(INSERTS, RawBsonDocument.class))
                .mapNotNull(ChangeStreamDocument::getNamespace)
                .map(MongoNamespace::getCollectionName);
        return Flux.defer(() -> Flux.fromIterable(new HashSet<>(watched.keySet())))
                .concatWith(inserts)
                .concatWith(Flux.error(() -> new IllegalStateException("the change stream ended")));
    }

    private void tell(String collection) {
        watched.getOrDefault(collection, Set.of()).forEach(one -> one.hint.run());
    }
}
