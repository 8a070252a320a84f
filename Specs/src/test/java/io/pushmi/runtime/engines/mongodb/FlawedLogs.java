package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Event logs that draw a wrong conclusion from what became of an append. */
final class FlawedLogs extends ForwardingLogs {
    private final PlantedFlaw flaw;

    FlawedLogs(EventLogStorage logs, PlantedFlaw flaw) {
        super(logs);
        this.flaw = flaw;
    }

    @Override
    public CompletionStage<AppendResult> append(LogId log, List<Commit> commits) {
        return super.append(log, commits).thenCompose(result -> concluded(log, commits, result));
    }

    private CompletionStage<AppendResult> concluded(LogId log, List<Commit> commits, AppendResult result) {
        int appended = result.appended();
        if (result instanceof AppendResult.Unknown unknown) {
            return switch (flaw) {
                case TAKES_A_LOST_ANSWER_FOR_FAILURE -> answer(new AppendResult.Refused(appended, unknown.reason()));
                case TAKES_A_LOST_ANSWER_FOR_SUCCESS -> answer(new AppendResult.Appended(commits.size()));
                case TAKES_NOT_FOUND_FOR_ABSENT -> lookUp(log, commits, unknown);
                default -> answer(result);
            };
        }
        if (result instanceof AppendResult.PositionTaken && flaw == PlantedFlaw.TAKES_A_DUPLICATE_FOR_ITS_OWN) {
            return answer(new AppendResult.Appended(appended + 1));
        }
        boolean goesOn = flaw == PlantedFlaw.GOES_ON_AFTER_A_DUPLICATE && appended + 1 < commits.size();
        return result instanceof AppendResult.PositionTaken && goesOn
                ? super.append(log, commits.subList(appended + 1, commits.size()))
                        .thenApply(ignored -> result)
                : answer(result);
    }

    private CompletionStage<AppendResult> lookUp(LogId log, List<Commit> commits, AppendResult.Unknown unknown) {
        Commit first = commits.get(unknown.appended());
        return read(log, first.first(), new PageLimit(1, 1)).handle((page, failure) -> {
            boolean isAbsent = page != null && page.commits().isEmpty();
            return isAbsent ? new AppendResult.Refused(unknown.appended(), "it is not there") : unknown;
        });
    }

    private static CompletionStage<AppendResult> answer(AppendResult result) {
        return CompletableFuture.completedFuture(result);
    }
}
