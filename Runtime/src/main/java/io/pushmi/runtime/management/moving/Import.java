package io.pushmi.runtime.management.moving;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.Progress;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Fills a store with what an {@link Export} wrote: every commit at its position, with its id and its instants, and every
 * state document. It takes no more memory for more of it. However it ends, the same import can be run again and goes on
 * where it was.
 */
public final class Import {
    private static final int PASSES = 3;

    private final OpenStore store;
    private final Path folder;

    public Import(OpenStore store, Path folder) {
        this.store = store;
        this.folder = folder;
    }

    /**
     * Sees that there is a finished export in the folder, whatever its files are like, before a store is opened for it.
     *
     * @throws MoveRefused if there is none
     */
    public static void requireExport(Path folder) {
        Manifest.read(folder);
    }

    /**
     * Imports everything, and blocks until all of it is in the store, durable, and read back from there. Before anything is
     * written, all of the export is read, and what the store has already is compared with it.
     *
     * @param progress is told of events, of which each is read three times
     * @throws MoveRefused if the export is not whole, or the store has something in it, for the tenants of the export, that
     *     the export does not have
     * @throws StorageDamaged if the store does not give back what was put into it
     */
    public Moved run(Progress progress) {
        Manifest manifest = Manifest.read(folder);
        requireNothingElse(manifest);
        Moved moved = manifest.moved();
        Steps steps = new Steps(progress, PASSES * moved.events());
        for (MovedFile.OfLog log : manifest.logs()) {
            check(log, steps);
        }
        for (MovedFile.OfCollection collection : manifest.collections()) {
            new CollectionImport(store, folder, collection).check();
        }
        for (MovedFile.OfLog log : manifest.logs()) {
            fill(log, steps);
        }
        for (MovedFile.OfCollection collection : manifest.collections()) {
            CollectionImport documents = new CollectionImport(store, folder, collection);
            documents.run();
            documents.verify();
        }
        return moved;
    }

    private void requireNothingElse(Manifest manifest) {
        Set<LogId> logs = manifest.logs().stream().map(MovedFile.OfLog::log).collect(Collectors.toSet());
        Set<TenantId> tenants = new HashSet<>();
        manifest.logs().forEach(log -> tenants.add(log.tenant()));
        manifest.collections().forEach(collection -> tenants.add(collection.tenant()));
        for (TenantId tenant : tenants) {
            Set<LogName> names = store.waiting().await(store.logs().names(tenant));
            requireNone(names.stream().map(name -> new LogId(tenant, name)), log -> !logs.contains(log), "log ");
            Set<String> collections = manifest.collections().stream()
                    .filter(one -> one.tenant().equals(tenant))
                    .map(MovedFile.OfCollection::collection)
                    .collect(Collectors.toSet());
            requireNone(
                    StoredDocuments.collections(store, tenant).stream(),
                    collection -> !collections.contains(collection),
                    "state documents " + tenant + "/");
        }
    }

    private static <T> void requireNone(Stream<T> found, Predicate<T> isOther, String what) {
        Optional<T> other = found.filter(isOther).findFirst();
        if (other.isPresent()) {
            throw new MoveRefused("the store has " + what + other.get()
                    + ", which the export does not have: expected an empty store, or one that this export was partly"
                    + " imported into");
        }
    }

    /** Reads all of the file, and sees that what the store has of the log is its beginning. Changes nothing. */
    private void check(MovedFile.OfLog log, Steps steps) {
        StoredCommits stored = new StoredCommits(store, log.log(), SequenceNumber.FIRST);
        Commit found = stored.next();
        try (ExportedLog file = new ExportedLog(folder, log)) {
            for (Commit commit = file.next(); commit != null; commit = file.next()) {
                if (found != null) {
                    Difference.requireNone(log.log(), commit, found);
                    found = stored.next();
                }
                steps.done(commit.count());
            }
        }
        if (found != null) {
            throw new MoveRefused("log " + log.log() + " should end at " + log.events() + " like the export, but has "
                    + Difference.inWords(found) + " at " + found.first());
        }
    }

    private void fill(MovedFile.OfLog log, Steps steps) {
        LogImport target = new LogImport(store, log.log());
        try (ExportedLog file = new ExportedLog(folder, log)) {
            for (Commit commit = file.next(); commit != null; commit = file.next()) {
                target.add(commit);
                steps.done(commit.count());
            }
        }
        target.finish();
        target.verify();
        steps.done(log.events());
    }
}
