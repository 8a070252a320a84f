package io.pushmi.benchmarks;

import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.HdrHistogram.Histogram;
import org.bson.BsonDocument;

/** Two Runtimes on one new database of a MongoDB, to commit to. */
final class MongoBench implements AutoCloseable {
    private static final String PUSHMI = "pushmi";
    private static final String DRIVER = "driver";
    private static final String ONE = "one";
    private static final String TWO = "two";

    private static final String LOG = "log-event-log";
    private static final int FILLED_AT_ONCE = 100;
    private static final Duration LONGEST_FILLING = Duration.ofHours(2);
    private static final long LARGEST_BATCH = 4L << 20;
    private static final int MOST_DOCUMENTS = 100;

    private final RunSettings settings;
    private final Report report;
    private final Commits.Shape shape;
    private final Commits commits;
    private final MongoDatabase database;
    private final MongoDatabase bare;
    private final Served first;
    private final Served second;

    MongoBench(RunSettings settings, Workplace workplace, MongoServer server, Report report, Commits.Shape shape)
            throws Exception {
        this.settings = settings;
        this.report = report;
        this.shape = shape;
        commits = new Commits(shape);
        database = server.newDatabase();
        bare = server.newDatabase();
        first = runtime(workplace, server, "first-" + shape.events());
        second = runtime(workplace, server, "second-" + shape.events());
    }

    private Served runtime(Workplace workplace, MongoServer server, String folder) throws Exception {
        String store = "DOLITTLE__RUNTIME__TENANTS__" + Wire.TENANT + "__RESOURCES__EVENTSTORE__";
        return new Servers(workplace)
                .runtime(
                        workplace.folder(folder),
                        "",
                        Map.of(
                                store + "CONNECTIONSTRING", server.address(),
                                store + "DATABASE", database.getName()));
    }

    /** Commits so many events, and says how long that took, and how long a Runtime then takes to start. */
    void fill(long events) throws Exception {
        if (events == 0) {
            return;
        }
        report.begin("filling the log with " + events + " events");
        long begin = System.nanoTime();
        Commits large = new Commits(new Commits.Shape(FILLED_AT_ONCE, shape.size()));
        Load.of(FILLED_AT_ONCE, Limit.ofCalls(events / FILLED_AT_ONCE, LONGEST_FILLING), large.into(first));
        report.figure("filling it took", "s", (System.nanoTime() - begin) / 1e9);
    }

    /** One Runtime beside the driver alone. */
    void besideTheDriver(int callers) throws Exception {
        Load.of(callers, settings.warmUp(), commits.into(first));
        BareInserts inserts = new BareInserts(database.getCollection(LOG, BsonDocument.class), bare);
        long size = Math.max(1, shape.events() * (shape.size() + 200L));
        int batch = (int) Math.min(Math.min(callers, MOST_DOCUMENTS), Math.max(1, LARGEST_BATCH / size));
        new Contest(
                        "mongodb-" + shape.events(),
                        "commits of " + shape + ", " + callers + " callers; the driver inserts " + batch + " at a time",
                        List.of(
                                new Contender(
                                        PUSHMI, first.process(), limit -> Load.of(callers, limit, commits.into(first))),
                                new Contender(DRIVER, null, limit -> inserts.run(batch, limit))),
                        List.of(Comparison.ofRates("commits", PUSHMI, DRIVER)))
                .run(settings, report);
    }

    /** As many callers at one Runtime, and at each of two. */
    void withTwoRuntimes(int callers) throws Exception {
        List<Double> shares = new ArrayList<>();
        new Contest(
                        "mongodb-two-" + shape.events(),
                        "commits of " + shape + " to one log, " + callers
                                + " callers at one Runtime, and at each of two",
                        List.of(
                                new Contender(TWO, first.process(), limit -> both(callers, limit, shares)),
                                new Contender(
                                        ONE, first.process(), limit -> Load.of(callers, limit, commits.into(first)))),
                        List.of(Comparison.ofRates("commits", TWO, ONE)))
                .run(settings, report);
        report.figure(
                "share of the Runtime that got less",
                "",
                shares.subList(1, shares.size()).stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray());
    }

    private Timing both(int callers, Limit limit, List<Double> shares) throws Exception {
        CompletableFuture<Timing> other = CompletableFuture.supplyAsync(() -> {
            try {
                return Load.of(callers, limit, commits.into(second));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new CompletionException(interrupted);
            }
        });
        Timing one = Load.of(callers, limit, commits.into(first));
        Timing two = other.get();
        Histogram times = new Histogram(Duration.ofMinutes(10).toNanos(), 3);
        times.add(one.times());
        times.add(two.times());
        long all = one.calls() + two.calls();
        shares.add((double) Math.min(one.calls(), two.calls()) / all);
        Duration elapsed = one.elapsed().compareTo(two.elapsed()) > 0 ? one.elapsed() : two.elapsed();
        return new Timing(all, times, elapsed);
    }

    @Override
    public void close() {
        first.close();
        second.close();
        MongoServer.drop(database);
        MongoServer.drop(bare);
    }
}
