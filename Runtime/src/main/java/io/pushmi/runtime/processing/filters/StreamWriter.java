package io.pushmi.runtime.processing.filters;

import io.pushmi.runtime.events.streams.StreamEvents;
import io.pushmi.runtime.log.CommitOutcome;
import io.pushmi.runtime.storage.CommittedEvent;
import io.pushmi.runtime.storage.PartitionId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts copies of a log's events into a stream: each once and in order, whoever else writes to the stream. May be used by
 * any number of threads; nothing here blocks.
 *
 * <p><b>Implementer's note.</b> Each copy goes in on the condition that the stream's checkpoint is where the copy before
 * left it, so that many can be under way at a time. When one is refused, or its outcome is unknown, those that follow
 * are refused as well. Once all are answered the checkpoint is read: what is before it somebody has decided, and the rest
 * is written again from there. A copy whose outcome is unknown may still get in later; then it is the one that is written
 * again that is refused.
 *
 * <p>The second condition is that nothing was erased from the source log since the event was read: an erasure moves the
 * stream's checkpoint of erasures before it goes over the stream. Whatever was in the source log when that is noticed is
 * read again before it is written.
 */
final class StreamWriter {
    private static final Logger LOG = LoggerFactory.getLogger(StreamWriter.class);

    private final StreamLog log;
    private final Pause pause;
    private final Inbox inbox = new Inbox();
    private final Room room = new Room(inbox);

    private final Deque<Copy> sent = new ArrayDeque<>();
    private final Deque<Copy> waiting = new ArrayDeque<>();
    private final List<Settling> settling = new ArrayList<>();

    /** Whether the fields below are what the store has, but for what was sent. */
    private boolean isSure;

    private boolean isReading;
    private boolean wasEverSure;
    private int unanswered;
    private @Nullable SequenceNumber checkpoint;
    private @Nullable SequenceNumber checkpointOfSent;
    private @Nullable SequenceNumber erased;
    private SequenceNumber outdatedBefore = SequenceNumber.FIRST;
    private @Nullable SequenceNumber last;
    private @Nullable Throwable broken;

    StreamWriter(StreamLog log, ScheduledExecutorService timer) {
        this.log = log;
        this.pause = new Pause(timer);
    }

    /** Whether there is room for a copy; if not, the task runs once when it is worth asking again. */
    boolean hasRoom(Runnable whenRoom) {
        return room.isThere(whenRoom);
    }

    /** Takes a copy, whether there is room or not. Events come in the order of their numbers. */
    void append(CommittedEvent event, PartitionId partition) {
        Copy copy = Copy.of(event, partition);
        room.take(copy.size());
        inbox.run(() -> {
            last = copy.number();
            waiting.add(copy);
            dropDecided();
            goOn();
        });
    }

    /** Completes when all that was appended before is in the stream and durable. Fails only if that is never to be. */
    CompletionStage<Void> settle() {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        inbox.run(() -> {
            settling.add(new Settling(last, settled));
            tellSettled();
        });
        return settled;
    }

    /** Where the stream's filter goes on in the source log. Asked before the events that come next are read. */
    CompletionStage<SequenceNumber> reached() {
        return log.end().thenApply(end -> {
            inbox.run(() -> {
                if (!isSure && !isReading && sent.isEmpty() && waiting.isEmpty()) {
                    continueFrom(end);
                }
            });
            return end.checkpoint() == null ? SequenceNumber.FIRST : end.checkpoint();
        });
    }

    private void goOn() {
        if (broken != null || isReading) {
            return;
        }
        if (isSure) {
            send();
        } else if (unanswered == 0 && firstOpen() != null) {
            look();
        }
    }

    private void send() {
        while (!waiting.isEmpty()) {
            Copy copy = waiting.element();
            if (!copy.isReadAgain() && copy.number().isBefore(outdatedBefore)) {
                readAgain(copy);
                return;
            }
            waiting.remove();
            sent.add(copy);
            unanswered++;
            SequenceNumber expected = checkpointOfSent;
            checkpointOfSent = copy.next();
            log.commit(StreamEvents.copyOf(copy.event(), copy.partition(), expected, erased))
                    .thenAccept(outcome -> inbox.run(() -> answered(copy, outcome)));
        }
    }

    private void answered(Copy copy, CommitOutcome outcome) {
        unanswered--;
        if (outcome instanceof CommitOutcome.Committed) {
            pause.end();
            checkpoint = checkpoint != null && copy.next().isBefore(checkpoint) ? checkpoint : copy.next();
            dropDecided();
        } else if (isSure) {
            isSure = false;
            // Nobody needs to wait who only met another writer: the checkpoint tells at once how to go on.
            if (!(outcome instanceof CommitOutcome.CheckpointMoved)) {
                pause.lengthen();
            }
            LOG.info("stream {}: event {} has to be written again: {}", log, copy.number(), outcome);
        }
        goOn();
    }

    private void look() {
        read(log::end, end -> {
            while (!sent.isEmpty()) {
                waiting.addFirst(sent.removeLast());
            }
            continueFrom(end);
        });
    }

    private void continueFrom(StreamEnd end) {
        boolean isOutdated = wasEverSure ? !Objects.equals(erased, end.erased()) : !waiting.isEmpty();
        if (isOutdated) {
            outdatedBefore = end.sourceEnd();
            List<Copy> outdated = waiting.stream().map(Copy::outdated).toList();
            waiting.clear();
            waiting.addAll(outdated);
        }
        checkpoint = end.checkpoint();
        checkpointOfSent = checkpoint;
        erased = end.erased();
        isSure = true;
        wasEverSure = true;
        dropDecided();
    }

    private void readAgain(Copy copy) {
        read(() -> log.sourceEvent(copy.number()), event -> {
            waiting.remove();
            if (StreamEvents.canBeCopied(event.event())) {
                waiting.addFirst(copy.readAgain(event));
            } else {
                closed(copy);
            }
        });
    }

    /** Reads until the store answers, and goes on with the answer. Nothing is sent meanwhile. */
    private <T> void read(Supplier<CompletionStage<T>> question, Consumer<T> then) {
        isReading = true;
        Runnable read = () -> question.get()
                .whenComplete((answer, failure) -> inbox.run(() -> {
                    isReading = false;
                    if (failure == null) {
                        then.accept(answer);
                        goOn();
                    } else {
                        failed(failure, () -> read(question, then));
                    }
                }));
        try {
            pause.then(read);
        } catch (RejectedExecutionException stopped) {
            fail(new StorageUnavailable("the Runtime is stopping", stopped));
        }
    }

    private void failed(Throwable failure, Runnable again) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof StorageUnavailable) {
            pause.lengthen();
            LOG.warn(
                    "stream {} has to wait, trying again in {} ms: {}",
                    log,
                    pause.length().toMillis(),
                    cause.getMessage());
            again.run();
        } else {
            LOG.error("stream {} cannot go on", log, cause);
            fail(cause);
        }
    }

    private void fail(Throwable cause) {
        broken = cause;
        tellSettled();
    }

    private void dropDecided() {
        for (Copy first = firstOpen();
                first != null && checkpoint != null && first.number().isBefore(checkpoint);
                first = firstOpen()) {
            closed((sent.isEmpty() ? waiting : sent).remove());
        }
    }

    private void closed(Copy copy) {
        room.giveBack(copy.size());
        tellSettled();
        room.tell();
    }

    private @Nullable Copy firstOpen() {
        return sent.isEmpty() ? waiting.peek() : sent.peek();
    }

    private void tellSettled() {
        Copy first = firstOpen();
        List<Settling> told = settling.stream()
                .filter(one -> broken != null || first == null || one.isBefore(first))
                .toList();
        settling.removeAll(told);
        told.forEach(one -> one.tell(broken));
    }

    /** Somebody who waits for all up to an event. */
    private record Settling(@Nullable SequenceNumber upTo, CompletableFuture<Void> settled) {
        boolean isBefore(Copy open) {
            return upTo == null || upTo.isBefore(open.number());
        }

        void tell(@Nullable Throwable failure) {
            if (failure == null) {
                settled.complete(null);
            } else {
                settled.completeExceptionally(failure);
            }
        }
    }
}
