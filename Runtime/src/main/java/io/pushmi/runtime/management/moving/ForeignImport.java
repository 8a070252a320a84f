package io.pushmi.runtime.management.moving;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.Progress;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.foreign.ForeignLog;
import io.pushmi.runtime.storage.foreign.ForeignStore;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes over what another product's store has for one tenant: every event under its number, streams, and how far processors
 * are. It takes no more memory for more events. However it ends, the same import can be run again and goes on where it was.
 */
public final class ForeignImport {
    /** Everything is read once to see that it can be kept, once to write it, and once from where it was written. */
    private static final int PASSES = 3;

    private final OpenStore store;
    private final TenantId tenant;
    private final ForeignStore source;
    private final List<String> notes = new ArrayList<>();
    private long applied;

    /** @param source stays open */
    public ForeignImport(OpenStore store, TenantId tenant, ForeignStore source) {
        this.store = store;
        this.tenant = tenant;
        this.source = source;
    }

    /**
     * Imports everything, and blocks until all of it is in the store, durable, and read back from there. Before anything is
     * written, all of it is read, and what the store has already is compared with it.
     *
     * @param progress is told of events, of which each is read three times
     * @throws MoveRefused if the store has something else for the tenant, or the source changed meanwhile
     * @throws io.pushmi.runtime.storage.foreign.CannotBeMoved if the source has something that cannot be kept
     * @throws io.pushmi.runtime.storage.StorageDamaged if the store does not give back what was put into it
     */
    public ForeignMoved run(Progress progress) {
        ForeignDocuments documents = ForeignDocuments.of(source, tenant);
        List<ForeignLog> logs = source.logs();
        requireNothingElse(logs);
        documents.requireNoOthers(store);
        long events = logs.stream().mapToLong(log -> log.end().value()).sum();
        Steps steps = new Steps(progress, PASSES * events);
        logs.forEach(log -> check(log, steps));
        Chain chain = new Chain();
        long commits = 0;
        for (ForeignLog log : logs) {
            LogImport.Imported imported = fill(log, steps);
            commits += imported.commits();
            chain.add((log.name() + " " + imported.hash()).getBytes(StandardCharsets.UTF_8));
        }
        notes.addAll(new ForeignAggregates(store, LogId.mainOf(tenant)).differences(source, applied));
        requireUnchanged(logs, documents);
        documents.write(store);
        documents.verify(store);
        notes.addAll(source.leftBehind());
        documents
                .all()
                .forEach(
                        (name, content) -> chain.add((name + " " + content.asUtf8()).getBytes(StandardCharsets.UTF_8)));
        return new ForeignMoved(
                new Moved(logs.size(), commits, events, documents.all().size(), chain.hash()), notes);
    }

    private void requireNothingElse(List<ForeignLog> logs) {
        Set<LogName> names = logs.stream().map(ForeignLog::name).collect(Collectors.toSet());
        for (LogName found : store.waiting().await(store.logs().names(tenant))) {
            if (!names.contains(found)) {
                throw new MoveRefused("the store has log " + new LogId(tenant, found) + ", which "
                        + source.description()
                        + " does not have: expected an empty store, or one that this was partly imported into");
            }
        }
    }

    /** Reads all of the log, and sees that what the store has of it is its beginning. Changes nothing. */
    private void check(ForeignLog log, Steps steps) {
        LogId target = new LogId(tenant, log.name());
        StoredCommits stored = new StoredCommits(store, target, SequenceNumber.FIRST);
        Commit found = stored.next();
        ForeignCommits commits = new ForeignCommits(source, log);
        for (Commit commit = commits.next(); commit != null; commit = commits.next()) {
            if (found != null) {
                Difference.requireNone(target, commit, found);
                found = stored.next();
            }
            steps.done(commit.count());
        }
        if (found != null) {
            throw new MoveRefused("log " + target + " should end at " + log.end() + " like " + log.collection()
                    + ", but has " + Difference.inWords(found) + " at " + found.first());
        }
    }

    private LogImport.Imported fill(ForeignLog log, Steps steps) {
        LogImport target = new LogImport(store, new LogId(tenant, log.name()));
        ForeignCommits commits = new ForeignCommits(source, log);
        for (Commit commit = commits.next(); commit != null; commit = commits.next()) {
            target.add(commit);
            steps.done(commit.count());
        }
        LogImport.Imported imported = target.finish();
        target.verify();
        steps.done(log.end().value());
        if (log.name().equals(LogName.MAIN)) {
            applied = commits.applied();
        }
        if (commits.missing() > 0) {
            notes.add(log.collection() + " has " + commits.missing()
                    + (commits.missing() == 1 ? " number" : " numbers")
                    + " without an event; they stay, as erased events of which nothing is known");
        }
        return imported;
    }

    /** Positions are written last: as long as they are not, an import that came too early can be run again. */
    private void requireUnchanged(List<ForeignLog> before, ForeignDocuments documents) {
        List<ForeignLog> now = source.logs();
        for (ForeignLog log : now) {
            SequenceNumber end = before.stream()
                    .filter(one -> one.name().equals(log.name()))
                    .map(ForeignLog::end)
                    .findFirst()
                    .orElse(SequenceNumber.FIRST);
            if (!end.equals(log.end())) {
                throw inUse(log.collection() + " went from " + end + " to " + log.end());
            }
        }
        if (!ForeignDocuments.of(source, tenant).equals(documents)) {
            throw inUse("its processors went on");
        }
    }

    private MoveRefused inUse(String how) {
        return new MoveRefused(source.description() + " changed while it was read: " + how
                + "; stop the Runtime that uses it, then import again, which goes on from here");
    }
}
