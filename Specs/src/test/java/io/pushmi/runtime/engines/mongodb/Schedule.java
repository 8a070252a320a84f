package io.pushmi.runtime.engines.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.engines.mongodb.ScheduleChecker.Call;
import io.pushmi.runtime.log.CommitOutcome.Committed;
import io.pushmi.runtime.log.CommitOutcome.OutcomeUnknown;
import io.pushmi.runtime.log.LogSettings;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.Condition;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.Simulation;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * Two or three Runtimes share one log on a simulated replica set. What their callers, the servers and the network do, and
 * in which order, is drawn from a seed; in the end the servers recover, and what everybody was told is compared with what
 * is in the log.
 */
final class Schedule {
    private static final LogId LOG = LogId.mainOf(TenantId.DEVELOPMENT);
    private static final String COLLECTION = "log-event-log";
    private static final int TASKS_UNTIL_SETTLED = 40_000;

    private final Random random;
    private final Simulation simulation;
    private final ReplicaSet set;
    private final SimulatedServer server;
    private final LogSettings settings;
    private final boolean isPlain;
    private final @Nullable PlantedFlaw flaw;
    private final List<SimulatedRuntime> runtimes = new ArrayList<>();
    private final List<SimulatedRuntime> lives = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();
    private final List<Call> intruded = new ArrayList<>();
    private final List<Following> followings = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private long acknowledged;
    private int tags;

    /** What was asked of a Runtime in one of its lives. */
    private record Asked(Call call, SimulatedRuntime runtime) {}

    /**
     * @param isPlain whether the Runtimes commit through a {@link PlainCommitter}
     * @param flaw what is done wrong on purpose
     */
    Schedule(long seed, boolean isPlain, @Nullable PlantedFlaw flaw) {
        this.random = new Random(seed);
        this.simulation = new Simulation(random);
        this.isPlain = isPlain;
        this.flaw = flaw;
        set = new ReplicaSet(simulation, random, random.nextInt(8) == 0 ? 1 : 3);
        server = new SimulatedServer(set, simulation, random, random.nextInt(4) * 8);
        server.intruder(this::intrude);
        settings = new LogSettings(Duration.ZERO, 1 << 20, 1 << 16, 1 + random.nextInt(4), 4096, random.nextInt(3));
        int count = 2 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            runtimes.add(start());
        }
    }

    /** Everything that is not as it has to be, as sentences; empty if all is well. */
    List<String> violations() {
        int steps = 6 + random.nextInt(14);
        for (int i = 0; i < steps; i++) {
            step();
            simulation.run(random.nextInt(40));
        }
        server.trouble(0);
        set.heal();
        settle();
        check();
        return violations;
    }

    /** How often what happened. */
    Map<Happening, Integer> happenings() {
        return set.happenings();
    }

    private SimulatedRuntime start() {
        SimulatedRuntime runtime = new SimulatedRuntime(LOG, server, simulation, random, settings, isPlain, flaw);
        lives.add(runtime);
        return runtime;
    }

    private void step() {
        int place = random.nextInt(runtimes.size());
        SimulatedRuntime runtime = runtimes.get(place);
        switch (random.nextInt(16)) {
            case 0 -> set.stepDown();
            case 1 -> set.isolate();
            case 2 -> set.heal();
            case 3 -> follow(runtime);
            case 4 -> readHead(runtime);
            case 5 -> runtime.passTime();
            case 6 -> {
                if (random.nextInt(3) == 0) {
                    set.happened(Happening.KILLED_RUNTIME);
                    runtime.kill();
                    runtimes.set(place, start());
                }
            }
            case 7, 8 -> commit(runtime, asked.isEmpty() ? request() : repeat());
            case 9, 10 -> {
                commit(runtime, request());
                CommitRequest impatient = request();
                runtimes.forEach(each -> commit(each, impatient.id() == null ? request() : impatient));
            }
            default -> commit(runtime, request());
        }
    }

    private void follow(SimulatedRuntime runtime) {
        Following following = new Following(new SequenceNumber(random.nextInt(4)));
        followings.add(following);
        runtime.follow(LOG, following.from).subscribe(following);
    }

    private void readHead(SimulatedRuntime runtime) {
        long before = acknowledged;
        runtime.storage().head(LOG).thenAccept(head -> {
            expect(
                    head.next().value() >= before,
                    "a head at " + head.next() + " though " + before + " was acknowledged");
            expect(head.next().value() <= end(), "a head at " + head.next() + " though a majority has " + end());
        });
    }

    private void commit(SimulatedRuntime runtime, CommitRequest request) {
        Call call = new Call(request, acknowledged);
        asked.add(new Asked(call, runtime));
        runtime.commit(LOG, request).thenAccept(outcome -> {
            call.answered(outcome, end());
            if (outcome instanceof OutcomeUnknown) {
                set.happened(Happening.UNKNOWN_OUTCOME);
            }
            if (outcome instanceof Committed committed) {
                acknowledged = Math.max(acknowledged, committed.commit().next().value());
            }
        });
    }

    /** Another Runtime's commit, of which nobody here hears anything. */
    private @Nullable BsonDocument intrude(String collection, BsonDocument before) {
        if (!collection.equals(COLLECTION)) {
            return null;
        }
        LogEnd end = CommitParser.bounds(new RawBsonDocument(before, new BsonDocumentCodec()))
                .end();
        CommitRequest request =
                RequestBuilder.request(EventBuilder.event().content(tag())).build();
        intruded.add(new Call(request, 0));
        Commit commit = PlainCommitter.numbered(
                request, new CommitId.Random(random.nextLong(), random.nextLong()), end.next(), Map.of());
        return CommitDocuments.encode(commit, end, EnumSet.allOf(KeyKind.class)).decode(new BsonDocumentCodec());
    }

    /** Where that part of the log ends which a majority is known to have. */
    private long end() {
        return documents().stream()
                .max(Comparator.comparingLong(
                        document -> document.getNumber("_id").longValue()))
                .map(last -> last.getNumber("_id").longValue()
                        + last.getNumber("count").longValue())
                .orElse(0L);
    }

    private Collection<BsonDocument> documents() {
        return set.mostCommitted().majority().all(COLLECTION);
    }

    private CommitRequest request() {
        RequestBuilder request = RequestBuilder.request();
        AggregateId aggregate = EventBuilder.aggregate("root", "source-" + random.nextInt(2));
        boolean applied = random.nextInt(3) > 0;
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            EventBuilder event = EventBuilder.event().content(tag());
            request.events(applied ? event.appliedBy(aggregate) : event);
        }
        if (applied && random.nextBoolean()) {
            request.condition(new Condition.AggregateAt(aggregate, new AggregateVersion(random.nextInt(5))));
        }
        if (random.nextInt(3) == 0) {
            request.id("commit-" + tags);
        }
        return request.build();
    }

    /** A request once more, under its commit id if it has one, or now and then other events under that. */
    private CommitRequest repeat() {
        CommitRequest request = asked.get(random.nextInt(asked.size())).call().request();
        if (request.id() == null) {
            return request();
        }
        return random.nextInt(4) > 0
                ? request
                : RequestBuilder.request(EventBuilder.event().content(tag()))
                        .id(request.id().text())
                        .build();
    }

    private Content tag() {
        tags++;
        return Content.json(Bytes.utf8(Integer.toString(tags)));
    }

    /** Lets everything end that was begun, and then whatever may still arrive late. */
    private void settle() {
        for (int left = TASKS_UNTIL_SETTLED; left > 0 && !isSettled(); left -= 100) {
            simulation.run(100);
        }
        expect(isSettled(), "there is no end to it");
        simulation.run(500);
    }

    private boolean isSettled() {
        Member primary = set.primary();
        return primary != null
                && primary.committed() == primary.oplog().size()
                && asked.stream()
                        .allMatch(one ->
                                one.call().outcome() != null || !one.runtime().isAlive());
    }

    private void check() {
        violations.addAll(ScheduleChecker.chainViolations(documents()));
        List<Commit> log = log();
        List<Call> calls = new ArrayList<>(intruded);
        asked.forEach(one -> calls.add(one.call()));
        violations.addAll(ScheduleChecker.violations(calls, log));
        lives.forEach(
                runtime -> runtime.readOnlyBecause().ifPresent(reason -> violations.add("a false alarm: " + reason)));
        for (Following following : followings) {
            List<Commit> expected = log.stream()
                    .filter(commit -> following.from.isBefore(commit.next()))
                    .toList();
            boolean isBeginning = following.received.size() <= expected.size()
                    && following.received.equals(expected.subList(0, following.received.size()));
            expect(isBeginning, "a follower was given " + following.received + " of " + expected);
            expect(following.failure == null, "a follower failed: " + following.failure);
        }
    }

    /** The log as a Runtime reads it that is started afterwards. */
    private List<Commit> log() {
        SimulatedRuntime auditor = new SimulatedRuntime(LOG, server, simulation, random, settings, false, null);
        List<Commit> all = new ArrayList<>();
        SequenceNumber next = SequenceNumber.FIRST;
        while (true) {
            CompletableFuture<CommitPage> page = auditor.storage()
                    .read(LOG, next, new PageLimit(1000, 1 << 20))
                    .toCompletableFuture();
            for (int left = 1000; left > 0 && !page.isDone(); left--) {
                simulation.run(20);
            }
            assertThat(page).as("the log can be read").isCompleted();
            if (page.join().commits().isEmpty()) {
                return all;
            }
            all.addAll(page.join().commits());
            next = page.join().next();
        }
    }

    private void expect(boolean holds, String violation) {
        if (!holds) {
            violations.add(violation);
        }
    }

    /** Follows with a demand that comes one by one. */
    private static final class Following extends BaseSubscriber<Commit> {
        private final SequenceNumber from;
        private final List<Commit> received = new ArrayList<>();
        private @Nullable Throwable failure;

        Following(SequenceNumber from) {
            this.from = Objects.requireNonNull(from);
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(1);
        }

        @Override
        protected void hookOnNext(Commit commit) {
            received.add(commit);
            request(1);
        }

        @Override
        protected void hookOnError(Throwable thrown) {
            failure = thrown;
        }
    }
}
