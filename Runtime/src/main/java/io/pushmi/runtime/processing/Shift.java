package io.pushmi.runtime.processing;

import io.pushmi.runtime.leases.Claim;
import io.pushmi.runtime.leases.Claimant;
import io.pushmi.runtime.leases.FencingNumber;
import io.pushmi.runtime.leases.LeaseId;
import io.pushmi.runtime.leases.Leases;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registered processor of one tenant: it stands by until it holds its lease, is at work as long as it does, and stands
 * by again when it has lost it. Used by any thread.
 */
final class Shift {
    private static final Logger LOG = LoggerFactory.getLogger(Shift.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Supplier<Workplace> workplaces;
    private final Workplace standby;
    private final Leases leases;
    private final LeaseId lease;
    private final Loop loop = new Loop(() -> {}, this::broken);
    private final CompletableFuture<Optional<String>> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile @Nullable StreamProcessor processor;
    private @Nullable Wish wish;
    private @Nullable FencingNumber number;
    private @Nullable FencingNumber workedUnder;
    private @Nullable Duration grace;
    private boolean isBeginning;
    private boolean isStarted;
    private boolean isOver;

    /** @param workplaces each with a target of its own, for one time at work */
    Shift(Supplier<Workplace> workplaces, Leases leases) {
        this.workplaces = workplaces;
        this.standby = workplaces.get();
        this.leases = leases;
        this.lease = new LeaseId(
                standby.tenant(), "processor/" + standby.definition().id());
    }

    /** What is told of one claim, as long as that is the one that counts. */
    private final class Wish implements Claimant {
        private @Nullable Claim claim;

        @Override
        public void held(FencingNumber under) {
            loop.run(() -> {
                if (wish == this) {
                    number = under;
                    begin();
                }
            });
        }

        @Override
        public void lost() {
            loop.run(() -> {
                if (wish == this) {
                    lose();
                }
            });
        }
    }

    /**
     * Claims the lease. Nothing is delivered before {@link #start}.
     *
     * @return completes when it is known where the processor goes on, if it holds the lease at once, or else that it has a
     *     beginning; with the reason if its definition does not go with that. Fails as the store does
     */
    CompletionStage<Optional<String>> open() {
        loop.run(this::claim);
        loop.run(() -> {
            if (number == null && !opened.isDone()) {
                prepare();
            }
        });
        return opened;
    }

    /** Lets events be delivered, now or when it holds the lease. */
    void start() {
        loop.run(() -> {
            isStarted = true;
            StreamProcessor working = processor;
            if (working != null) {
                working.start();
            }
        });
    }

    /** Ends what never was started, and changes nothing any more. */
    CompletionStage<Void> abandon() {
        loop.run(() -> {
            grace = Duration.ZERO;
            StreamProcessor working = processor;
            processor = null;
            if (working != null) {
                working.at().target().end();
            }
            if (!isBeginning) {
                finish(null);
            }
        });
        return ended;
    }

    /** Ends in good order, as {@link Registration#stop} says, and gives up the lease. */
    CompletionStage<Void> stop(Duration longest) {
        loop.run(() -> {
            grace = longest;
            StreamProcessor working = processor;
            if (working != null) {
                CompletionStage<Void> unused = working.stop(longest);
            } else if (!isBeginning) {
                finish(null);
            }
        });
        return ended;
    }

    /** Completes when it is over and the lease is given up; fails if it ended for a reason of its own. */
    CompletionStage<Void> ended() {
        return ended;
    }

    /** What operators may do with it, unless it stands by. */
    @Nullable
    Operating operating() {
        StreamProcessor working = processor;
        return working == null ? null : working.operating();
    }

    /** How it stands; where it stands by, as the store has it. */
    CompletionStage<ProcessorStatus> status() {
        Operating operating = operating();
        return operating == null ? new StoredStatus(standby).read() : operating.status();
    }

    /** Why operators can do nothing with it here. */
    String elsewhere() {
        return standby
                + " stands by here, since its lease is held elsewhere: ask the Runtime that runs it, or stop that one";
    }

    private void claim() {
        Wish next = new Wish();
        wish = next;
        next.claim = leases.claim(lease, next);
    }

    private void prepare() {
        LOG.info("{} stands by: its lease is not free", standby);
        CompletionStage<Void> unused = new Beginning(standby, null).prepare().handle((obstacle, failure) -> {
            if (failure == null) {
                opened.complete(obstacle);
            } else {
                opened.completeExceptionally(Causes.of(failure));
            }
            return null;
        });
    }

    private void begin() {
        FencingNumber under = number;
        if (under == null || isBeginning || processor != null || grace != null || isOver) {
            return;
        }
        isBeginning = true;
        Workplace at = workplaces.get();
        CompletionStage<Void> unused = new Beginning(at, leases.areShared() ? under : null)
                .find()
                .handle((found, failure) -> {
                    loop.run(() -> begun(at, under, found, failure));
                    return null;
                });
    }

    private void begun(
            Workplace at, FencingNumber under, Beginning.@Nullable Found found, @Nullable Throwable failure) {
        isBeginning = false;
        if (found != null && grace == null && under.equals(number)) {
            String obstacle = found.obstacle(at);
            if (obstacle == null) {
                work(at, under, found);
            } else {
                at.target().end();
                object(obstacle);
            }
            return;
        }
        at.target().end();
        if (grace != null) {
            opened.complete(Optional.empty());
            finish(null);
        } else if (failure == null) {
            begin();
        } else {
            failed(Causes.of(failure));
        }
    }

    private void work(Workplace at, FencingNumber under, Beginning.Found found) {
        StreamProcessor working = StreamProcessor.of(at, found);
        processor = working;
        workedUnder = under;
        CompletionStage<Void> unused = working.ended().handle((done, failure) -> {
            loop.run(() -> ended(working, failure));
            return null;
        });
        if (isStarted) {
            LOG.info(
                    "{} holds its lease with number {} and goes on at {}",
                    at,
                    under,
                    found.position().next());
            working.start();
        }
        opened.complete(Optional.empty());
    }

    private void object(String obstacle) {
        if (!opened.complete(Optional.of(obstacle))) {
            finish(new IllegalStateException(obstacle));
        }
    }

    private void failed(Throwable cause) {
        if (cause instanceof TakenOver) {
            opened.complete(Optional.empty());
            comeBack(cause);
        } else if (!opened.completeExceptionally(cause)) {
            if (cause instanceof StorageUnavailable) {
                LOG.warn("{} cannot begin now, trying again: {}", standby, cause.getMessage());
                later(this::begin);
            } else {
                LOG.error("{} cannot begin", standby, cause);
                finish(cause);
            }
        }
    }

    private void lose() {
        number = null;
        StreamProcessor working = processor;
        if (working != null) {
            working.breakOff(TakenOver.lost(standby));
        }
    }

    private void ended(StreamProcessor working, @Nullable Throwable failure) {
        if (processor != working) {
            return;
        }
        processor = null;
        Throwable cause = failure == null ? null : Causes.of(failure);
        if (grace != null || !(cause instanceof TakenOver)) {
            finish(cause instanceof TakenOver ? null : cause);
        } else if (number != null && number.equals(workedUnder)) {
            comeBack(cause);
        } else {
            begin();
        }
    }

    /** Somebody works on the state although the lease is held here: it is claimed anew, under a higher number. */
    private void comeBack(Throwable reason) {
        LOG.warn("{} claims its lease anew: {}", standby, reason.getMessage());
        number = null;
        Wish old = wish;
        wish = null;
        if (old != null && old.claim != null) {
            CompletionStage<Void> unused = old.claim.release();
        }
        later(() -> {
            if (grace == null && !isOver && wish == null) {
                claim();
            }
        });
    }

    private void finish(@Nullable Throwable failure) {
        if (isOver) {
            return;
        }
        isOver = true;
        opened.complete(Optional.empty());
        Wish last = wish;
        CompletionStage<Void> released =
                last == null || last.claim == null ? CompletableFuture.completedFuture(null) : last.claim.release();
        CompletionStage<Void> unused = released.handle((done, impossible) -> {
            if (failure == null) {
                ended.complete(null);
            } else {
                ended.completeExceptionally(failure);
            }
            return null;
        });
    }

    private void later(Runnable task) {
        try {
            Future<?> unused = standby.timer().schedule(() -> loop.run(task), PAUSE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("The Runtime is stopping: {}", stopped.toString());
        }
    }

    private void broken(Throwable failure) {
        LOG.error("{} ends", standby, failure);
        if (!opened.completeExceptionally(failure)) {
            finish(failure);
        }
    }
}
