package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Appends to one log: a single insert of as many commits as it may have. Whatever is not certain is answered as unknown;
 * the only certainties are a reply that a majority vouches for, and that the command was never sent.
 */
final class Appending {
    static final int MOST_DOCUMENTS = 100;
    static final int MOST_BYTES = 4 << 20;

    /** How often a command that could not be sent is tried. */
    private static final int TRIES = 4;

    private static final long FIRST_PAUSE_MILLIS = 50;

    /** What a server checks before it does anything: bad, unknown or malformed commands, and who may give them. */
    private static final Set<Integer> BEFORE_ANY_WRITE = Set.of(2, 9, 13, 14, 18, 59, 72, 73, 10_334);

    private final LogCollection collection;
    private final LogReader reader;
    private final Set<KeyKind> kinds;
    private final ScheduledExecutorService timer;
    private final AtomicReference<@Nullable CompletionStage<Void>> entered = new AtomicReference<>();

    Appending(LogCollection collection, LogReader reader, Set<KeyKind> kinds, ScheduledExecutorService timer) {
        this.collection = collection;
        this.reader = reader;
        this.kinds = kinds;
        this.timer = timer;
    }

    /** @param commits each starting where the one before ends */
    CompletionStage<AppendResult> append(List<Commit> commits) {
        Chain.Damage damage = collection.chain().damage();
        if (damage != null) {
            return answer(new AppendResult.Refused(0, damage.what()));
        }
        SequenceNumber first = commits.get(0).first();
        LogEnd known = collection.chain().known();
        if (first.equals(known.next())) {
            return appendAfter(known, commits);
        }
        if (first.isBefore(known.next())) {
            return answer(new AppendResult.PositionTaken(0));
        }
        return reader.end()
                .handle((end, failure) -> {
                    if (failure != null) {
                        return answer(new AppendResult.Refused(0, reasonOf(failure)));
                    }
                    return first.equals(end.next())
                            ? appendAfter(end, commits)
                            : answer(new AppendResult.PositionTaken(0));
                })
                .thenCompose(result -> result);
    }

    private CompletionStage<AppendResult> appendAfter(LogEnd end, List<Commit> commits) {
        Batch batch = Batch.of(commits, end, kinds);
        return entered()
                .handle((done, failure) -> failure)
                .thenCompose(failure ->
                        failure == null ? insert(batch, 1) : answer(new AppendResult.Refused(0, reasonOf(failure))));
    }

    /** The log is in the directory and has its index before it has a commit. */
    private CompletionStage<Void> entered() {
        CompletionStage<Void> known = entered.get();
        if (known != null) {
            return known;
        }
        CompletionStage<Void> entering =
                LogDirectory.enter(collection.commands(), collection.log().name(), collection.name());
        entered.set(entering);
        return entering.whenComplete((done, failure) -> {
            if (failure != null) {
                entered.compareAndSet(entering, null);
            }
        });
    }

    private CompletionStage<AppendResult> insert(Batch batch, int attempt) {
        return collection
                .commands()
                .insert(collection.name(), batch.documents())
                .handle((reply, failure) -> failure == null
                        ? answer(resultOf(reply, batch))
                        : unanswered(CommandFailure.of(failure), batch, attempt))
                .thenCompose(result -> result);
    }

    private AppendResult resultOf(InsertReply reply, Batch batch) {
        if (reply.concern() != null) {
            return new AppendResult.Unknown(0, reply.concern());
        }
        if (reply.inserted() > 0) {
            collection.chain().note(batch.ends().get(reply.inserted() - 1));
        }
        WriteError error = reply.error();
        if (error == null) {
            return new AppendResult.Appended(reply.inserted());
        }
        return error.isDuplicateKey()
                ? new AppendResult.PositionTaken(reply.inserted())
                : new AppendResult.Refused(reply.inserted(), "write error " + error.code() + ": " + error.message());
    }

    private CompletionStage<AppendResult> unanswered(CommandFailure failure, Batch batch, int attempt) {
        if (failure instanceof CommandFailure.NotSent) {
            return attempt < TRIES
                    ? later(attempt).thenCompose(now -> insert(batch, attempt + 1))
                    : answer(new AppendResult.Refused(0, reasonOf(failure)));
        }
        boolean isCertain =
                failure instanceof CommandFailure.Rejected rejected && BEFORE_ANY_WRITE.contains(rejected.code());
        return answer(
                isCertain
                        ? new AppendResult.Refused(0, reasonOf(failure))
                        : new AppendResult.Unknown(0, reasonOf(failure)));
    }

    private CompletionStage<Void> later(int attempt) {
        CompletableFuture<Void> then = new CompletableFuture<>();
        ScheduledFuture<?> unused =
                timer.schedule(() -> then.complete(null), FIRST_PAUSE_MILLIS << attempt, TimeUnit.MILLISECONDS);
        return then;
    }

    private static String reasonOf(Throwable failure) {
        return String.valueOf(CommandFailure.of(failure).getMessage());
    }

    private static CompletionStage<AppendResult> answer(AppendResult result) {
        return CompletableFuture.completedFuture(result);
    }

    /**
     * What one insert takes.
     *
     * @param ends where the log ends after each of the documents
     */
    private record Batch(List<RawBsonDocument> documents, List<LogEnd> ends) {
        static Batch of(List<Commit> commits, LogEnd start, Set<KeyKind> kinds) {
            List<RawBsonDocument> documents = new ArrayList<>();
            List<LogEnd> ends = new ArrayList<>();
            LogEnd end = start;
            long size = 0;
            for (Commit commit : commits.subList(0, Math.min(commits.size(), MOST_DOCUMENTS))) {
                RawBsonDocument document = CommitDocuments.encode(commit, end, kinds);
                size += document.getByteLength();
                if (size > MOST_BYTES && !documents.isEmpty()) {
                    break;
                }
                end = new LogEnd(commit.next(), commit.id(), latest(end, commit));
                documents.add(document);
                ends.add(end);
            }
            return new Batch(documents, ends);
        }

        private static Instant latest(LogEnd end, Commit commit) {
            return end.latest() != null && end.latest().isAfter(commit.occurred()) ? end.latest() : commit.occurred();
        }
    }
}
