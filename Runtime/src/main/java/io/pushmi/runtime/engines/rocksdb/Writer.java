package io.pushmi.runtime.engines.rocksdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.rocksdb.RocksDBException;

/**
 * Writes whatever is offered, by anybody, to any log, one batch after another.
 *
 * <p><b>Implementer's note.</b> A write that waits for the disk takes about as long for one commit as for a thousand, so
 * everything that gathers while one is under way goes into the next. Nobody waits for a timer: whoever finds the writer
 * idle starts it, and it goes on while there is anything. Since it is one writer, what it read of a log stays true until
 * it writes, and a later write proves that the ones before are on disk, which is what {@link WriteAheadLog} rests on.
 */
final class Writer {
    private final Store store;
    private final SpaceGuard space;
    private final Executor executor;
    private final Runnable whenFailed;
    private final Queue<Offer> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private volatile boolean isStopped;

    /** @param whenFailed is run, on the writer's thread, after a write of which nobody knows whether it was made */
    Writer(Store store, SpaceGuard space, Executor executor, Runnable whenFailed) {
        this.store = store;
        this.space = space;
        this.executor = executor;
        this.whenFailed = whenFailed;
    }

    void offer(Offer offer) {
        if (isStopped) {
            offer.refused("the store is closed");
            return;
        }
        queue.add(offer);
        if (pending.getAndIncrement() == 0) {
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException stopped) {
                // It was stopped since the look above, so that this comes once if ever, and must still be answered.
                run();
            }
        }
    }

    /** What was offered before is still written. */
    void stop() {
        isStopped = true;
    }

    private void run() {
        int seen = pending.get();
        while (seen != 0) {
            while (!queue.isEmpty()) {
                turn(gather());
            }
            seen = pending.addAndGet(-seen);
        }
    }

    private List<Offer> gather() {
        List<Offer> offers = new ArrayList<>();
        long size = 0;
        boolean isOpen = true;
        for (Offer next = queue.peek(); next != null && isOpen; next = queue.peek()) {
            if (!offers.isEmpty() && (next.isAlone() || size + next.size() > Turn.LIMIT)) {
                return offers;
            }
            queue.remove();
            offers.add(next);
            size += next.size();
            isOpen = !next.isAlone();
        }
        return offers;
    }

    private void turn(List<Offer> offers) {
        List<Offer> admitted = admit(offers);
        if (admitted.isEmpty()) {
            return;
        }
        Optional<String> failure;
        try {
            failure = store.use(database -> write(admitted, database));
        } catch (RocksDBException | RuntimeException | Error notTried) {
            // Whatever it was, the writer must go on: others wait, and nothing of this turn was written.
            admitted.forEach(offer -> offer.refused(String.valueOf(notTried.getMessage())));
            return;
        }
        if (failure.isEmpty()) {
            admitted.forEach(Offer::written);
        } else {
            admitted.forEach(offer -> offer.failed(failure.get()));
            whenFailed.run();
        }
    }

    private List<Offer> admit(List<Offer> offers) {
        long size = offers.stream().mapToLong(Offer::size).sum();
        String shortage = space.refusal(size);
        if (shortage == null) {
            return offers;
        }
        List<Offer> admitted = new ArrayList<>();
        for (Offer offer : offers) {
            if (offer.takesRoom()) {
                offer.refused(shortage);
            } else {
                admitted.add(offer);
            }
        }
        return admitted;
    }

    /** Why nobody knows whether the offers are on disk, if so. */
    private Optional<String> write(List<Offer> offers, Database database) throws RocksDBException {
        try (Turn turn = new Turn(database)) {
            for (Offer offer : offers) {
                offer.stage(turn);
            }
            Optional<String> failure = write(turn);
            failure.ifPresent(store::failed);
            return failure;
        }
    }

    private Optional<String> write(Turn turn) {
        try {
            if (turn.write()) {
                turn.remember();
                space.written(turn.size());
            }
            return Optional.empty();
        } catch (RocksDBException | RuntimeException | Error failed) {
            return Optional.of("a write failed, and whether it was made shows when the store is opened again: "
                    + failed.getMessage());
        }
    }
}
