package io.pushmi.runtime.processing.filters;

import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.storage.CommitRequest;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.Simulation;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A stream whose commits now and then are told to be unknown: before they are made, or although they were. */
final class UnsureStreamLog extends StreamLog {
    private final Simulation simulation;
    private final Random random;
    private final int percent;

    UnsureStreamLog(
            LogId source,
            LogId stream,
            EventLogs logs,
            EventLogStorage storage,
            Simulation simulation,
            Random random,
            int percent) {
        super(source, stream, logs, storage);
        this.simulation = simulation;
        this.random = random;
        this.percent = percent;
    }

    @Override
    CompletionStage<CommitOutcome> commit(CommitRequest request) {
        if (random.nextInt(100) >= percent) {
            return super.commit(request);
        }
        switch (random.nextInt(4)) {
            case 0 -> {
                return CompletableFuture.completedFuture(new CommitOutcome.Unavailable("it is never made"));
            }
            case 1 -> {
                return super.commit(request).thenApply(made -> new CommitOutcome.OutcomeUnknown("it may be made"));
            }
            case 2 -> {
                CompletionStage<CommitOutcome> unused = super.commit(request);
                return CompletableFuture.completedFuture(new CommitOutcome.OutcomeUnknown("it is on its way"));
            }
            default -> {
                simulation.execute(() -> {
                    CompletionStage<CommitOutcome> unused = super.commit(request);
                });
                return CompletableFuture.completedFuture(new CommitOutcome.OutcomeUnknown("it comes later"));
            }
        }
    }
}
