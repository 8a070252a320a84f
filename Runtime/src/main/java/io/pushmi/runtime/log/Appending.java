package io.pushmi.runtime.log;

import io.pushmi.runtime.log.Validation.Numbered;
import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.LogId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers numbered commits to the store until it is decided what became of each. If the outcome is unknown, the same commits
 * are offered again at the same positions until the store says; nothing else is offered meanwhile. Used by the committer's
 * owner only.
 */
final class Appending {
    private static final Logger LOG = LoggerFactory.getLogger(Appending.class);
    private static final Duration FIRST_LOOK = Duration.ofMillis(1);
    private static final Duration SHORTEST_DELAY = Duration.ofMillis(20);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(2);

    private final LogId log;
    private final EventLogStorage storage;
    private final Forward forward;
    private final Lookout lookout;
    private final Courtesy courtesy;
    private final Answers answers;
    private final Executor executor;
    private final Delays delays;
    private Duration backOff = SHORTEST_DELAY;

    Appending(
            LogId log,
            EventLogStorage storage,
            Forward forward,
            Lookout lookout,
            Courtesy courtesy,
            Answers answers,
            Executor executor,
            Delays delays) {
        this.log = log;
        this.storage = storage;
        this.forward = forward;
        this.lookout = lookout;
        this.courtesy = courtesy;
        this.answers = answers;
        this.executor = executor;
        this.delays = delays;
    }

    /**
     * Offers the commits, and sees to it that those whose outcome they are get an answer.
     *
     * @return those that are certainly not in the log because others are in their place
     */
    CompletionStage<List<Numbered>> append(AtHead atHead, List<Numbered> offered) {
        return append(atHead, offered, false);
    }

    private CompletionStage<List<Numbered>> append(AtHead atHead, List<Numbered> offered, boolean wasUnknown) {
        long start = delays.now();
        List<Commit> commits = offered.stream().map(Numbered::commit).toList();
        return storage.append(log, commits)
                .exceptionally(failure -> new AppendResult.Unknown(0, String.valueOf(Failures.cause(failure))))
                .thenCompose(result -> {
                    if (result.appended() > 0) {
                        lookout.seen(start);
                        long now = delays.now();
                        courtesy.appended(result.appended(), Duration.ofNanos(now - start), now);
                        backOff = SHORTEST_DELAY;
                    }
                    return conclude(atHead, offered, result, wasUnknown);
                });
    }

    private CompletionStage<List<Numbered>> conclude(
            AtHead atHead, List<Numbered> offered, AppendResult result, boolean wasUnknown) {
        offered.subList(0, result.appended()).forEach(numbered -> committed(atHead, numbered, numbered.commit()));
        List<Numbered> rest = offered.subList(result.appended(), offered.size());
        if (rest.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        if (result instanceof AppendResult.PositionTaken) {
            return readForward(atHead, rest, wasUnknown, FIRST_LOOK);
        }
        if (result instanceof AppendResult.Refused refused && !wasUnknown) {
            rest.forEach(numbered -> answers.later(numbered, new CommitOutcome.Unavailable(refused.reason())));
            return CompletableFuture.completedFuture(List.of());
        }
        if (result instanceof AppendResult.Appended && result.appended() > 0) {
            return append(atHead, rest, wasUnknown);
        }
        boolean unknown = wasUnknown || result instanceof AppendResult.Unknown;
        if (result instanceof AppendResult.Unknown reason) {
            LOG.warn(
                    "log {}: the outcome of an append at {} is unknown ({}); offering it again",
                    log,
                    rest.get(0).commit().first(),
                    reason.reason());
        }
        return backOff().thenCompose(waited -> append(atHead, rest, unknown));
    }

    /**
     * Reads what stands where our commits were to go. Those that are found there are ours after all; those whose place
     * another commit has are left; those whose place is still free after a while are offered again as they are.
     *
     * @param wait until the next look, if nothing can be seen there yet
     */
    private CompletionStage<List<Numbered>> readForward(
            AtHead atHead, List<Numbered> rest, boolean wasUnknown, Duration wait) {
        return forward.next(atHead).handle(Answer::new).thenCompose(answer -> {
            if (answer.page() == null) {
                LOG.warn(
                        "log {}: cannot read what took position {} ({}); trying again",
                        log,
                        atHead.state().head().next(),
                        String.valueOf(answer.failure()));
                return backOff().thenCompose(waited -> readForward(atHead, rest, wasUnknown, wait));
            }
            List<Commit> found = answer.page().commits();
            int ours = takeOurs(atHead, rest, found);
            List<Numbered> left = rest.subList(ours, rest.size());
            forward.meet(atHead, found.subList(ours, found.size()));
            if (left.isEmpty() || ours < found.size()) {
                return CompletableFuture.completedFuture(left);
            }
            if (ours > 0) {
                return readForward(atHead, left, wasUnknown, wait);
            }
            return wait.compareTo(SHORTEST_DELAY) < 0
                    ? delays.pass(wait, executor)
                            .thenCompose(waited -> readForward(atHead, left, wasUnknown, wait.multipliedBy(2)))
                    : backOff().thenCompose(waited -> append(atHead, left, wasUnknown));
        });
    }

    /** How many of what was found, from its beginning on, is what we offered. */
    private int takeOurs(AtHead atHead, List<Numbered> offered, List<Commit> found) {
        int ours = 0;
        while (ours < found.size() && ours < offered.size() && isSame(found.get(ours), offered.get(ours))) {
            committed(atHead, offered.get(ours), found.get(ours));
            ours++;
        }
        return ours;
    }

    /** A client may have sent one commit id to two Runtimes, so the same id alone does not say that it is ours. */
    private static boolean isSame(Commit found, Numbered offered) {
        return found.first().equals(offered.commit().first())
                && found.id().equals(offered.commit().id())
                && Repetition.isOf(found, offered.pending().request());
    }

    private void committed(AtHead atHead, Numbered numbered, Commit inLog) {
        atHead.advance(inLog);
        answers.later(numbered, new CommitOutcome.Committed(inLog));
    }

    private CompletionStage<Void> backOff() {
        Duration delay = backOff;
        Duration doubled = backOff.multipliedBy(2);
        backOff = doubled.compareTo(LONGEST_DELAY) < 0 ? doubled : LONGEST_DELAY;
        return delays.pass(delay, executor);
    }

    private record Answer(
            @Nullable CommitPage page, @Nullable Throwable failure) {}
}
