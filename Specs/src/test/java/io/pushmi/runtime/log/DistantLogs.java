package io.pushmi.runtime.log;

import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A store as one Runtime has it over a network, and how many of its appends were successful or lost the race. An append
 * takes its position when it arrives there, and is seen and answered when it is durable.
 */
final class DistantLogs extends ForwardingLogs {
    private final Simulation simulation;
    private final Random random;
    private final Duration way;
    private final Durability durability;
    private int successful;
    private int lost;

    /** Until where the log is durable, common to all Runtimes. */
    static final class Durability {
        private final Duration duration;
        private SequenceNumber end = SequenceNumber.FIRST;

        Durability(Duration duration) {
            this.duration = duration;
        }
    }

    /** @param way how long a message takes there or back, up to a tenth more or less */
    DistantLogs(EventLogStorage logs, Simulation simulation, Random random, Duration way, Durability durability) {
        super(logs);
        this.simulation = simulation;
        this.random = random;
        this.way = way;
        this.durability = durability;
    }

    /** Counts from now on. */
    void begin() {
        successful = 0;
        lost = 0;
    }

    int successful() {
        return successful;
    }

    int lost() {
        return lost;
    }

    private <T> CompletionStage<T> travelling(Supplier<CompletionStage<T>> call) {
        return after(way())
                .thenCompose(arrived -> call.get())
                .thenCompose(answer -> after(way()).thenApply(back -> answer));
    }

    private Duration way() {
        return way.multipliedBy(90 + random.nextInt(20)).dividedBy(100);
    }

    private CompletionStage<Void> after(Duration delay) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        Runnable arrival = () -> over.complete(null);
        ScheduledFuture<?> unused = simulation.schedule(arrival, delay.toNanos(), TimeUnit.NANOSECONDS);
        return over;
    }

    @Override
    public CompletionStage<AppendResult> append(LogId log, List<Commit> commits) {
        return travelling(() -> super.append(log, commits).thenCompose(result -> {
            if (result.appended() == 0) {
                lost++;
                return CompletableFuture.completedFuture(result);
            }
            successful++;
            return after(durability.duration).thenApply(durable -> {
                durability.end = commits.get(result.appended() - 1).next();
                return result;
            });
        }));
    }

    @Override
    public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
        return travelling(() -> {
            SequenceNumber end = durability.end;
            return super.read(log, from, limit).thenApply(page -> {
                List<Commit> durable = page.commits().stream()
                        .filter(commit -> commit.first().isBefore(end))
                        .toList();
                return new CommitPage(
                        durable,
                        durable.isEmpty()
                                ? from
                                : durable.get(durable.size() - 1).next());
            });
        });
    }

    @Override
    public CompletionStage<Head> head(LogId log) {
        return travelling(() -> super.head(log));
    }
}
