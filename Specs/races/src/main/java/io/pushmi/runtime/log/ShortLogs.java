package io.pushmi.runtime.log;

import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregatePage;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.EarlierPage;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A store of one log with a handful of commits, which answers on the thread that asks, or on the one that opens its
 * gate. It is right itself, so that what a race finds is a flaw of the log.
 */
final class ShortLogs implements EventLogStorage {
    private static final CompletableFuture<Void> OPEN = CompletableFuture.completedFuture(null);

    private final AtomicInteger headsAsked = new AtomicInteger();
    private volatile List<Commit> commits = List.of();
    private volatile CompletableFuture<Void> gate = OPEN;
    private volatile boolean isAvailable = true;

    /** From now on what is read and appended is answered when the gate is opened. */
    void shut() {
        gate = new CompletableFuture<>();
    }

    /** Gives all answers that are owed, on this thread. */
    void open() {
        CompletableFuture<Void> opened = gate;
        gate = OPEN;
        opened.complete(null);
    }

    void available(boolean available) {
        isAvailable = available;
    }

    int headsAsked() {
        return headsAsked.get();
    }

    int size() {
        return commits.size();
    }

    synchronized boolean add(Commit commit) {
        List<Commit> before = commits;
        if (!commit.first().equals(end(before))) {
            return false;
        }
        List<Commit> after = new ArrayList<>(before);
        after.add(commit);
        commits = after;
        return true;
    }

    @Override
    public CompletionStage<AppendResult> append(LogId log, List<Commit> offered) {
        return gate.thenApply(open -> {
            int appended = 0;
            while (appended < offered.size() && add(offered.get(appended))) {
                appended++;
            }
            return appended == offered.size()
                    ? new AppendResult.Appended(appended)
                    : new AppendResult.PositionTaken(appended);
        });
    }

    @Override
    public CompletionStage<Head> head(LogId log) {
        headsAsked.incrementAndGet();
        if (!isAvailable) {
            return CompletableFuture.failedStage(new StorageUnavailable("not yet", null));
        }
        List<Commit> found = commits;
        if (found.isEmpty()) {
            return CompletableFuture.completedStage(Head.EMPTY);
        }
        Commit last = found.get(found.size() - 1);
        return CompletableFuture.completedStage(new Head(last.next(), last.id(), last.occurred()));
    }

    @Override
    public CompletionStage<CommitPage> read(LogId log, SequenceNumber from, PageLimit limit) {
        return page(from, Set.of());
    }

    @Override
    public CompletionStage<CommitPage> readByKeys(LogId log, Set<Key> keys, SequenceNumber from, PageLimit limit) {
        return page(from, keys);
    }

    private CompletionStage<CommitPage> page(SequenceNumber from, Set<Key> keys) {
        List<Commit> all = commits;
        List<Commit> found = new ArrayList<>();
        for (Commit commit : all) {
            if (from.isBefore(commit.next()) && isWanted(commit, keys)) {
                found.add(commit);
            }
        }
        CommitPage page = new CommitPage(found, end(all));
        return gate.thenApply(open -> page);
    }

    private static boolean isWanted(Commit commit, Set<Key> keys) {
        return keys.isEmpty() || Key.of(commit).stream().anyMatch(keys::contains);
    }

    private static SequenceNumber end(List<Commit> commits) {
        return commits.isEmpty()
                ? SequenceNumber.FIRST
                : commits.get(commits.size() - 1).next();
    }

    @Override
    public CompletionStage<EarlierPage> readBack(LogId log, SequenceNumber before, PageLimit limit) {
        throw notAsked();
    }

    @Override
    public CompletionStage<EarlierPage> readBackByKeys(
            LogId log, Set<Key> keys, SequenceNumber before, PageLimit limit) {
        throw notAsked();
    }

    @Override
    public CompletionStage<Optional<Commit>> lastByKey(LogId log, Key key) {
        throw notAsked();
    }

    @Override
    public CompletionStage<Optional<AggregateState>> aggregate(LogId log, AggregateId aggregate) {
        throw notAsked();
    }

    @Override
    public CompletionStage<AggregatePage> aggregates(LogId log, @Nullable Bytes after, int limit) {
        throw notAsked();
    }

    @Override
    public CompletionStage<Void> erase(LogId log, Map<SequenceNumber, Content> remaining) {
        throw notAsked();
    }

    private static AssertionError notAsked() {
        return new AssertionError("no race asks for this");
    }

    @Override
    public CompletionStage<Set<LogName>> names(TenantId tenant) {
        throw notAsked();
    }
}
