package io.pushmi.runtime.engines.mongodb;

import static org.awaitility.Awaitility.await;

import io.pushmi.runtime.engines.mongodb.ScheduleChecker.Call;
import io.pushmi.runtime.log.CommitOutcome.Committed;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.log.LogSettings;
import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.tenancy.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers of Runtimes on real engines, each of whom commits again once he is answered; and what they were told. */
final class CommittingCallers implements AutoCloseable {
    private static final LogId LOG = LogId.mainOf(TenantId.DEVELOPMENT);
    private static final LogSettings SETTINGS = LogSettings.of(Duration.ofSeconds(3), 64 << 20);
    private static final PageLimit PAGE = new PageLimit(1000, 1 << 24);

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
    private final Duration patience;
    private final List<EventLogs> runtimes = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger tags = new AtomicInteger();
    private final AtomicInteger committed = new AtomicInteger();
    private final AtomicInteger committing = new AtomicInteger();
    private final AtomicBoolean isOver = new AtomicBoolean();

    CommittingCallers(Duration patience) {
        this.patience = patience;
    }

    /** A Runtime on the engine, and so many who commit through it. */
    void begin(MongoEngine engine, int callers) {
        EventLogs runtime = new EventLogs(engine.logs(), SETTINGS, Clock.systemUTC(), threads, threads);
        runtimes.add(runtime);
        for (int i = 0; i < callers; i++) {
            callOnAndOn(runtime);
        }
    }

    private void callOnAndOn(EventLogs runtime) {
        committing.incrementAndGet();
        if (isOver.get()) {
            committing.decrementAndGet();
            return;
        }
        int tag = tags.incrementAndGet();
        RequestBuilder request =
                RequestBuilder.request(EventBuilder.event().content(Content.json(Bytes.utf8(Integer.toString(tag)))));
        Call call = new Call((tag % 3 == 0 ? request.id("commit-" + tag) : request).build(), 0);
        calls.add(call);
        runtime.commit(LOG, call.request()).thenAccept(outcome -> {
            call.answered(outcome, Long.MAX_VALUE);
            if (outcome instanceof Committed) {
                committed.incrementAndGet();
            }
            committing.decrementAndGet();
            // An answer that came at once must not be followed by the next call on the same stack.
            ScheduledFuture<?> unused = threads.schedule(() -> callOnAndOn(runtime), 1, TimeUnit.MILLISECONDS);
        });
    }

    void awaitCommits(int more) {
        int before = committed.get();
        await().atMost(patience).until(() -> committed.get() >= before + more);
    }

    /** Lets everything be decided that was begun. */
    void stop() {
        isOver.set(true);
        await().atMost(patience).until(() -> committing.get() == 0);
        for (EventLogs runtime : runtimes) {
            var closed = runtime.close().toCompletableFuture();
            await().atMost(patience).until(closed::isDone);
        }
    }

    /** What does not agree between what the callers were told and what this engine finds. */
    List<String> violations(MongoEngine engine) {
        List<Commit> all = new ArrayList<>();
        CommitPage page = Answers.of(engine.logs().read(LOG, SequenceNumber.FIRST, PAGE));
        while (!page.commits().isEmpty()) {
            all.addAll(page.commits());
            page = Answers.of(engine.logs().read(LOG, page.next(), PAGE));
        }
        return ScheduleChecker.violations(List.copyOf(calls), all);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
