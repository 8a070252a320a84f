package io.pushmi.runtime.events.erasing;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Applies one erasure to the store, portion by portion. To go on from a portion that was applied already does no harm. */
final class ErasureRun {
    private static final PageLimit PORTION = new PageLimit(256, 1L << 20);

    private final EventLogStorage storage;
    private final Erasure erasure;
    private final Reduction reduction;
    private final Duties duties;
    private final Function<ErasureProgress, CompletionStage<Void>> save;

    /** @param save is told how far it has come, whenever something was changed, before it goes on */
    ErasureRun(
            EventLogStorage storage,
            Erasure erasure,
            Duties duties,
            Function<ErasureProgress, CompletionStage<Void>> save) {
        this(storage, erasure, Reduction.of(erasure), duties, save);
    }

    /** @param reduction what it makes of commits, where that is not what follows from the erasure alone */
    ErasureRun(
            EventLogStorage storage,
            Erasure erasure,
            Reduction reduction,
            Duties duties,
            Function<ErasureProgress, CompletionStage<Void>> save) {
        this.storage = storage;
        this.erasure = erasure;
        this.reduction = reduction;
        this.duties = duties;
        this.save = save;
    }

    /** Goes on to the end, which is the answer. Fails as the store does. */
    CompletionStage<ErasureProgress> from(ErasureProgress progress) {
        if (!progress.next().isBefore(erasure.before())) {
            return CompletableFuture.completedFuture(progress);
        }
        return storage.readByKeys(erasure.log(), Set.of(reduction.key()), progress.next(), PORTION)
                .thenCompose(page -> apply(page, progress));
    }

    private CompletionStage<ErasureProgress> apply(CommitPage page, ErasureProgress progress) {
        Map<SequenceNumber, Content> remaining = new LinkedHashMap<>();
        long commits = 0;
        for (Commit commit : page.commits()) {
            Map<SequenceNumber, Content> ofCommit = reduction.of(commit);
            remaining.putAll(ofCommit);
            commits += ofCommit.isEmpty() ? 0 : 1;
        }
        List<Commit> concerned =
                page.commits().stream().filter(reduction::concerns).toList();
        boolean isOver = page.next().equals(progress.next());
        ErasureProgress after =
                progress.and(concerned, remaining.size(), commits, isOver ? erasure.before() : page.next());
        if (remaining.isEmpty()) {
            return from(after);
        }
        // What remains is worked out from what was read; who is not on duty any more may have read it too early.
        duties.check(erasure.log().tenant());
        return storage.erase(erasure.log(), remaining)
                .thenCompose(erased -> save.apply(after))
                .thenCompose(saved -> from(after));
    }
}
