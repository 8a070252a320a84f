package io.pushmi.runtime.events.erasing;

import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateStorage;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gets what redactions took away out of the store's files, in the background. Since many may come, and each would rewrite
 * the same files, what gathers while files are rewritten waits, and nine times as long as that took.
 */
final class LatePurges {
    private static final int REST = 9;
    private static final Duration SHORTEST_REST = Duration.ofMillis(100);

    private final StateStorage states;
    private final Erasures erasures;
    private final Retries retries;
    private final Set<LogId> underWay = ConcurrentHashMap.newKeySet();

    LatePurges(StateStorage states, Erasures erasures, Retries retries) {
        this.states = states;
        this.erasures = erasures;
        this.retries = retries;
    }

    /** Sees to what the progress of the log's redactions says is still to do. Called in the log's turn. */
    void begin(LogId log) {
        if (underWay.add(log)) {
            goOn(log);
        }
    }

    private void goOn(LogId log) {
        CompletionStage<Duration> unused = retries.until(
                        "Getting what was redacted out of the files of log " + log, () -> purge(log))
                .whenComplete((rest, failure) -> {
                    if (failure != null || (!rest.isZero() && !retries.after(rest, () -> goOn(log)))) {
                        underWay.remove(log);
                    }
                });
    }

    /** How long to rest; not at all if there was nothing to do. */
    private CompletionStage<Duration> purge(LogId log) {
        return next(log).thenCompose(next -> {
            Stretch stretch = next.unpurged();
            if (stretch == null) {
                return CompletableFuture.completedFuture(Duration.ZERO);
            }
            long begun = System.nanoTime();
            return erasures.purge(log, stretch)
                    .thenCompose(purged -> remember(log, next.next()))
                    .thenApply(remembered -> rest(Duration.ofNanos(System.nanoTime() - begun)));
        });
    }

    private static Duration rest(Duration work) {
        Duration rest = work.multipliedBy(REST);
        return rest.compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : rest;
    }

    /** In the log's turn, so that a redaction that comes after this found nothing begins anew. */
    private CompletionStage<RedactionProgress> next(LogId log) {
        return erasures.turns()
                .take(
                        log,
                        () -> HeldDocument.read(states, Redacting.nameOf(log)).thenApply(held -> {
                            RedactionProgress progress = RedactionProgress.of(held);
                            if (progress.unpurged() == null) {
                                underWay.remove(log);
                            }
                            return progress;
                        }));
    }

    /** @param next where the progress stood before: what was redacted since is still in the files */
    private CompletionStage<Void> remember(LogId log, SequenceNumber next) {
        return erasures.turns()
                .take(
                        log,
                        () -> HeldDocument.read(states, Redacting.nameOf(log))
                                .thenCompose(held ->
                                        RedactionProgress.of(held).next().equals(next)
                                                ? held.put(new RedactionProgress(next, null).encode())
                                                : CompletableFuture.completedFuture(null)));
    }
}
