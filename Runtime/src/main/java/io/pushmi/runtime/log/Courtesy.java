package io.pushmi.runtime.log;

import java.time.Duration;

/**
 * When a committer pauses so that another Runtime's commits get into the log as well. Whoever is faster always wins the race
 * for the position, and learns nothing of who loses it; so it is the winner who has to leave gaps. Who lost the race tries
 * again at once.
 *
 * <p><b>Alone.</b> As long as nobody else is known to commit, it pauses after many appends in a row only, or after a second
 * of appends on a slow store; most times for as long as one append takes, and now and then for much longer, so that slow
 * ones get in some time.
 *
 * <p><b>With others.</b> It appends a few times in a row and pauses then, as long as others need to get in. Who has more
 * than three of five commits appends once, and pauses longer until it has less; who has less than two of five does not
 * pause. At certain positions of the log, which are the same for all, those who commit often are silent together, for the
 * sake of a third one that never gets in between them.
 *
 * <p>Used by the committer's owner only.
 */
final class Courtesy {
    private static final int RUN = 4;
    private static final int LONG_RUN = 64;
    private static final long STRETCH = 32;
    private static final int FRUITLESS_PAUSES = 6;
    private static final int LONGEST_IN_APPENDS = 64;
    private static final long REMEMBERED = 1000;
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final long LONGEST_WITHOUT_A_GAP = Duration.ofSeconds(1).toNanos();

    private final boolean isShared;
    private Duration own = Duration.ZERO;
    private Duration pause = Duration.ZERO;
    /** How many commits eight appends had, the latest ones counting most. */
    private long recent;

    private long lastStretch;
    private long ownCommits;
    private long othersCommits;
    private int run;
    private long runBegan;
    private long lastEnded;
    private int longRuns;
    private int fruitless = FRUITLESS_PAUSES;
    private boolean hasPaused;

    /** @param isShared whether there may be others at all */
    Courtesy(boolean isShared) {
        this.isShared = isShared;
    }

    /** An append of so many commits was successful, that took so long and ended now. */
    void appended(int commits, Duration took, long now) {
        if (!isShared) {
            return;
        }
        lastEnded = now;
        own = own.isZero() ? took : own.multipliedBy(7).plus(took).dividedBy(8);
        recent = recent * 7 / 8 + commits;
        run++;
        count(commits, 0);
        if (hasPaused) {
            hasPaused = false;
            fruitless++;
            pause = hasMore() ? shorter(pause.multipliedBy(2), longest()) : aLittleShorter();
        }
    }

    /** So many commits of others were found. */
    void met(int commits) {
        count(0, commits);
        if (fruitless >= FRUITLESS_PAUSES) {
            ownCommits = 0;
            othersCommits = commits;
            pause = longer(pause, own.multipliedBy(2));
        } else if (hasPaused) {
            pause = hasMore() ? shorter(pause.multipliedBy(9).dividedBy(8), longest()) : aLittleShorter();
        }
        fruitless = 0;
        hasPaused = false;
    }

    /**
     * How long to wait before the next append, which would begin now.
     *
     * @param position where it would go
     */
    Duration beforeAppend(long now, long position) {
        if (!isShared) {
            return Duration.ZERO;
        }
        boolean isAlone = fruitless >= FRUITLESS_PAUSES;
        long stretch = position / Long.highestOneBit(STRETCH * Math.max(1, recent / 8));
        boolean isSilent = !isAlone && stretch != lastStretch && ownCommits * 8 > othersCommits;
        lastStretch = stretch;
        if (isSilent) {
            beginRun(now);
            return shorter(own.multipliedBy(Math.min(Long.lowestOneBit(stretch), LONGEST_IN_APPENDS)), LONGEST);
        }
        // Having had nothing to append for as long as one takes was as good as a gap.
        if (isAlone && now - lastEnded > own.toNanos()) {
            beginRun(now);
        }
        if (isAlone ? !isLongRun(now) : hasLess() || run < (hasMore() ? 1 : RUN)) {
            return Duration.ZERO;
        }
        beginRun(now);
        if (isAlone) {
            longRuns++;
            pause = shorter(own.multipliedBy(Math.min(Integer.lowestOneBit(longRuns), LONGEST_IN_APPENDS)), LONGEST);
        }
        hasPaused = !isAlone;
        return isAlone ? pause : spread(pause, now);
    }

    private void beginRun(long now) {
        run = 0;
        runBegan = now;
    }

    /** So long that somebody slow has waited for a gap. */
    private boolean isLongRun(long now) {
        return run >= LONG_RUN || (run >= RUN && now - runBegan >= LONGEST_WITHOUT_A_GAP);
    }

    private void count(long mine, long others) {
        ownCommits += mine;
        othersCommits += others;
        if (ownCommits + othersCommits > REMEMBERED) {
            ownCommits /= 2;
            othersCommits /= 2;
        }
    }

    /** More than three of five. */
    private boolean hasMore() {
        return ownCommits * 2 > othersCommits * 3;
    }

    /** Less than two of five. */
    private boolean hasLess() {
        return ownCommits * 3 < othersCommits * 2;
    }

    /** From half to one and a half of it, so that no two keep pausing in step. */
    private static Duration spread(Duration pause, long now) {
        long scattered = (now * 0x9E3779B97F4A7C15L) >>> 54;
        return pause.multipliedBy(512 + scattered).dividedBy(1024);
    }

    private Duration aLittleShorter() {
        return longer(own.dividedBy(2), pause.multipliedBy(7).dividedBy(8));
    }

    private Duration longest() {
        return shorter(own.multipliedBy(4L * LONGEST_IN_APPENDS), LONGEST);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
