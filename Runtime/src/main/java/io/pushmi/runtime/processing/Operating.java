package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** How operators look at the processor of one tenant, and step in. Wishes come from any thread and are fulfilled in the loop. */
final class Operating {
    private final StreamProcessor processor;
    private final Workplace at;
    private final Loop loop;
    private final WantedEvents events;
    private final Moving moving;
    private final Skipping skipping;
    private final Awaiting awaiting;
    private final Set<Runnable> open = new HashSet<>();

    Operating(StreamProcessor processor, Saving saving, WantedEvents events, StreamPositions positions) {
        this.processor = processor;
        this.at = processor.at();
        this.loop = processor.loop();
        this.events = events;
        this.moving = new Moving(at, loop, saving, positions, processor);
        this.skipping = new Skipping(at, loop, saving, processor);
        this.awaiting = new Awaiting(at, loop, processor);
    }

    Moving moving() {
        return moving;
    }

    CompletionStage<OperationResult> reprocessFrom(SequenceNumber to) {
        ProcessorKind kind = at.definition().id().kind();
        if (kind == ProcessorKind.FILTER || kind == ProcessorKind.PUBLIC_FILTER) {
            return CompletableFuture.completedFuture(new OperationResult.Refused(
                    at + " cannot go back: what a filter has put into its stream stays there"));
        }
        if (kind == ProcessorKind.PROJECTION && !to.equals(SequenceNumber.FIRST)) {
            return CompletableFuture.completedFuture(new OperationResult.Refused(at + " cannot be moved to " + to
                    + ", expected 0: nothing tells what its read models were at another event"));
        }
        return at.storage()
                .head(at.logId())
                .thenCompose(head -> head.next().isBefore(to)
                        ? CompletableFuture.completedFuture(new OperationResult.Refused(
                                at + " cannot be moved to " + to + ": the log ends at " + head.next()))
                        : wish(result -> moving.begin(to, result)));
    }

    CompletionStage<OperationResult> retryNow(PartitionId partition) {
        return wish(result -> {
            String obstacle = processor.retryNow(partition);
            result.complete(obstacle == null ? OperationResult.DONE : new OperationResult.Refused(obstacle));
        });
    }

    CompletionStage<OperationResult> skip(PartitionId partition, SequenceNumber position, Skip skip) {
        return wish(result -> skipping.skip(partition, position, skip, result));
    }

    CompletionStage<AwaitResult> awaitHandled(SequenceNumber position, Duration longest) {
        CompletableFuture<AwaitResult> result = new CompletableFuture<>();
        CompletionStage<Void> unused = events.last(
                        SequenceNumber.FIRST, position.value() == Long.MAX_VALUE ? position : position.plus(1))
                .handle((last, failure) -> {
                    loop.run(() -> {
                        if (last == null) {
                            result.completeExceptionally(Causes.of(failure));
                        } else if (processor.ending().isOver()) {
                            result.complete(new AwaitResult.NotConnected());
                        } else {
                            SequenceNumber beyond =
                                    last.map(event -> event.plus(1)).orElse(SequenceNumber.FIRST);
                            awaiting.begin(position, beyond, longest, result);
                        }
                    });
                    return null;
                });
        return result;
    }

    CompletionStage<ProcessorStatus> status() {
        CompletableFuture<ProcessorStatus> standing = new CompletableFuture<>();
        loop.run(() -> standing.complete(processor.standing()));
        return standing.thenCompose(status -> new Lagging(at, events).of(status));
    }

    /** Goes on with what operators wish; inside the loop. */
    void goOn() {
        moving.goOn();
        awaiting.goOn();
    }

    /** Fulfils no wish any more; inside the loop. */
    void end() {
        awaiting.end();
        open.forEach(Runnable::run);
        open.clear();
    }

    private CompletionStage<OperationResult> wish(Consumer<CompletableFuture<OperationResult>> begin) {
        CompletableFuture<OperationResult> result = new CompletableFuture<>();
        loop.run(() -> {
            if (processor.ending().hasBegun()) {
                result.complete(OperationResult.NOT_CONNECTED);
                return;
            }
            Runnable end = () -> result.complete(OperationResult.NOT_CONNECTED);
            open.add(end);
            begin.accept(result);
            CompletionStage<Void> unused = result.handle((done, failure) -> {
                loop.run(() -> open.remove(end));
                return null;
            });
        });
        return result;
    }
}
