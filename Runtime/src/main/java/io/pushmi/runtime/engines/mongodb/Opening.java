package io.pushmi.runtime.engines.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.pushmi.runtime.configuration.MongoEventStore;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Opens the databases of the tenants, all at once, each as soon as its server takes writes. */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    private static final BsonString NO_VERSION = new BsonString("");

    private final MongoSettings settings;
    private final Clients clients;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final long begun = System.nanoTime();

    Opening(MongoSettings settings, Clients clients, Clock clock, ScheduledExecutorService timer) {
        this.settings = settings;
        this.clients = clients;
        this.clock = clock;
        this.timer = timer;
    }

    /** Adds the database of every tenant; nothing is asked of them yet. */
    void connect(Map<TenantId, MongoDatabase> databases) {
        Map<String, TenantId> owners = new HashMap<>();
        settings.databases().forEach((tenant, store) -> {
            try {
                String place = new TreeSet<>(new ConnectionString(store.connectionString()).getHosts()) + "/"
                        + store.database();
                TenantId other = owners.putIfAbsent(place, tenant);
                if (other != null) {
                    throw cannotOpen(
                            tenant,
                            "it is configured for tenant " + other + " as well, and every tenant needs one of its own",
                            null);
                }
                databases.put(tenant, clients.database(store));
            } catch (IllegalArgumentException | MongoException wrong) {
                throw cannotOpen(tenant, "its connection string is wrong: " + wrong.getMessage(), wrong);
            }
        });
    }

    /** The commands of each database. Returns when all of them are ready for use. */
    Map<TenantId, MongoCommands> prepare(Map<TenantId, MongoDatabase> databases) {
        Map<TenantId, CompletableFuture<MongoCommands>> ready = new LinkedHashMap<>();
        databases.forEach((tenant, database) -> {
            CompletableFuture<MongoCommands> future = new CompletableFuture<>();
            ready.put(tenant, future);
            attempt(new Attempt(tenant, database, future, 1));
        });
        Map<TenantId, MongoCommands> commands = new LinkedHashMap<>();
        ready.forEach((tenant, future) -> commands.put(tenant, join(future)));
        return commands;
    }

    private record Attempt(
            TenantId tenant, MongoDatabase database, CompletableFuture<MongoCommands> ready, int number) {
        Attempt next() {
            return new Attempt(tenant, database, ready, number + 1);
        }
    }

    private void attempt(Attempt attempt) {
        String name = store(attempt.tenant()).database();
        CompletionStage<Boolean> unused = commands(attempt.database())
                .thenCompose(commands -> new DatabaseStart(commands, attempt.tenant(), name, clock)
                        .check()
                        .thenCompose(done -> new RemovedStates(commands).prepare())
                        .thenApply(done -> attempt.ready().complete(commands)))
                .exceptionally(thrown -> failed(attempt, Failures.of(thrown)));
    }

    private CompletionStage<MongoCommands> commands(MongoDatabase database) {
        DriverCommands commands = new DriverCommands(database, settings.patience());
        return Mono.from(database.runCommand(new BsonDocument("buildInfo", new BsonInt32(1)), BsonDocument.class))
                .toFuture()
                .exceptionallyCompose(thrown -> CompletableFuture.failedFuture(DriverFailures.of("buildInfo", thrown)))
                .thenApply(server -> server.getString("ferretdbVersion", NO_VERSION)
                                .getValue()
                                .startsWith("v1.")
                        ? new OneUpdateAtATime(commands, timer)
                        : commands);
    }

    private boolean failed(Attempt attempt, Throwable failure) {
        TenantId tenant = attempt.tenant();
        String reason = Confidential.oneLine(String.valueOf(failure.getMessage()));
        if (failure instanceof DatabaseStart.Unfit) {
            return attempt.ready().completeExceptionally(cannotOpen(tenant, reason, null));
        }
        if (System.nanoTime() - begun > settings.longestStart().toNanos()) {
            String tried = "tried " + attempt.number() + " times in "
                    + settings.longestStart().toSeconds() + " s: ";
            return attempt.ready().completeExceptionally(cannotOpen(tenant, tried + reason, failure));
        }
        LOG.info(
                "tenant {}: the database '{}' is not ready, and is tried again: {}",
                tenant,
                store(tenant).database(),
                reason);
        timer.schedule(() -> attempt(attempt.next()), BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
        return false;
    }

    private MongoCannotBeOpened cannotOpen(TenantId tenant, String reason, @Nullable Throwable cause) {
        return new MongoCannotBeOpened(tenant, store(tenant).database(), reason, cause);
    }

    private MongoEventStore store(TenantId tenant) {
        return Objects.requireNonNull(settings.databases().get(tenant));
    }

    private static MongoCommands join(CompletableFuture<MongoCommands> ready) {
        try {
            return ready.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof MongoCannotBeOpened refused) {
                throw refused;
            }
            throw failed;
        }
    }
}
