package io.pushmi.runtime.management.moving;

import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.Progress;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.tenancy.TenantId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes everything of a store into a folder of compressed lines, from which any store can be filled. It takes no more
 * memory for more of it, and however it ends, the same export can be run again and goes on with the logs where it was.
 */
public final class Export {
    private static final long PIECE_SIZE = 8L << 20;

    private final OpenStore store;
    private final Path folder;
    private final long pieceSize;

    /** @param folder its parent exists; it does not, is empty, or has an unfinished export of this store */
    public Export(OpenStore store, Path folder) {
        this(store, folder, PIECE_SIZE);
    }

    Export(OpenStore store, Path folder, long pieceSize) {
        this.store = store;
        this.folder = folder;
        this.pieceSize = pieceSize;
    }

    /**
     * Exports the store, and blocks until that is on disk. What a store has of processors is read before its logs, and
     * the streams before what they are made of, so that nothing in the export is further than what it rests on.
     *
     * @param progress is told of events
     * @throws MoveRefused if the folder is not one to export into, cannot be written, or has something else of a log than
     *     the store has
     */
    public Moved run(Progress progress) {
        try (ExportProgress reached = ExportProgress.in(folder)) {
            List<MovedFile.OfCollection> collections = new ArrayList<>();
            for (TenantId tenant : tenants()) {
                for (String collection : new TreeSet<>(StoredDocuments.collections(store, tenant))) {
                    write(tenant, collection).ifPresent(collections::add);
                }
            }
            List<LogId> logs = logs();
            requireNoOthers(reached, logs);
            Steps steps =
                    new Steps(progress, logs.stream().mapToLong(this::events).sum());
            for (LogId log : logs) {
                new LogExport(store, log, folder, reached, pieceSize, steps::done).run();
            }
            Manifest manifest = new Manifest(sorted(reached), collections);
            manifest.write(folder);
            reached.remove();
            return manifest.moved();
        }
    }

    private List<TenantId> tenants() {
        return store.tenants().stream()
                .sorted(Comparator.comparing(TenantId::toString))
                .toList();
    }

    /** In reverse, by which a stream comes before the scope that it is made of, and the main log comes after all streams. */
    private List<LogId> logs() {
        List<LogId> logs = new ArrayList<>();
        for (TenantId tenant : tenants()) {
            Set<LogName> names = store.waiting().await(store.logs().names(tenant));
            names.stream()
                    .sorted(Comparator.comparing(LogName::value).reversed())
                    .forEach(name -> logs.add(new LogId(tenant, name)));
        }
        return logs;
    }

    private long events(LogId log) {
        return store.waiting().await(store.logs().head(log)).next().value();
    }

    private static void requireNoOthers(ExportProgress reached, List<LogId> logs) {
        for (MovedFile.OfLog exported : reached.all()) {
            if (!logs.contains(exported.log())) {
                throw new MoveRefused("the export has log " + exported.log()
                        + ", which the store does not have: expected an unfinished export of this store");
            }
        }
    }

    private static List<MovedFile.OfLog> sorted(ExportProgress reached) {
        return reached.all().stream()
                .sorted(Comparator.comparing(MovedFile::name))
                .toList();
    }

    /** Anew each time, since documents may change anywhere. Nothing if there are none any more. */
    private Optional<MovedFile.OfCollection> write(TenantId tenant, String collection) {
        StoredDocuments documents = new StoredDocuments(store, tenant, collection);
        StateDocument document = documents.next();
        if (document == null) {
            return Optional.empty();
        }
        return Optional.of(write(tenant, collection, document, documents));
    }

    private MovedFile.OfCollection write(
            TenantId tenant, String collection, StateDocument first, StoredDocuments following) {
        Chain chain = new Chain();
        long count = 0;
        try (LineWriter file = new LineWriter(folder.resolve(FileNames.of(tenant, collection)), 0)) {
            file.add(new MovedFile.OfCollection(tenant, collection, 0, 0, chain.hash()).header());
            for (@Nullable StateDocument each = first; each != null; each = following.next()) {
                byte[] line = DocumentLine.of(each).bytes();
                file.add(line);
                chain.add(line);
                count++;
            }
            return new MovedFile.OfCollection(tenant, collection, count, file.finishPiece(), chain.hash());
        }
    }
}
