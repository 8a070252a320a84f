package io.pushmi.runtime.management.moving;

import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateChange;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StateResult;
import io.pushmi.runtime.storage.StorageDamaged;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fills one collection of state documents with an exported one. For one thread. */
final class CollectionImport {
    private static final int BATCH = 100;
    private static final long BATCH_BYTES = 4L << 20;

    private final OpenStore store;
    private final Path folder;
    private final MovedFile.OfCollection collection;
    private final List<StateChange> batch = new ArrayList<>();
    private long bytes;

    CollectionImport(OpenStore store, Path folder, MovedFile.OfCollection collection) {
        this.store = store;
        this.folder = folder;
        this.collection = collection;
    }

    /** Reads all of the file, and sees that what the store has of the collection is in there. Changes nothing. */
    void check() {
        StoredDocuments stored = stored();
        StateDocument found = stored.next();
        try (ExportedCollection file = new ExportedCollection(folder, collection)) {
            for (DocumentLine document = file.next(); document != null; document = file.next()) {
                if (found != null && found.name().name().equals(document.name())) {
                    requireSame(document.content(), found);
                    found = stored.next();
                }
            }
        }
        if (found != null) {
            throw new MoveRefused(
                    "the store has a state document " + found.name() + ", which the export does not have");
        }
    }

    /** Puts every document into the store that is not there. */
    void run() {
        try (ExportedCollection file = new ExportedCollection(folder, collection)) {
            for (DocumentLine document = file.next(); document != null; document = file.next()) {
                if (batch.size() == BATCH || bytes + document.content().size() > BATCH_BYTES) {
                    flush();
                }
                StateName name = new StateName(collection.tenant(), collection.collection(), document.name());
                batch.add(new StateChange.Put(name, Revision.ABSENT, document.content()));
                bytes += document.content().size();
            }
        }
        flush();
    }

    /** @throws StorageDamaged if the store does not have exactly what was exported */
    void verify() {
        Chain chain = new Chain();
        StoredDocuments stored = stored();
        for (StateDocument document = stored.next(); document != null; document = stored.next()) {
            chain.add(DocumentLine.of(document).bytes());
        }
        if (!chain.hash().equals(collection.hash())) {
            throw new StorageDamaged(
                    "the state documents " + collection.tenant() + "/" + collection.collection()
                            + " should have the running hash " + collection.hash()
                            + " like what was imported, but have " + chain.hash(),
                    null);
        }
    }

    private StoredDocuments stored() {
        return new StoredDocuments(store, collection.tenant(), collection.collection());
    }

    private void flush() {
        if (batch.isEmpty()) {
            return;
        }
        List<StateResult> results = store.waiting().await(store.states().change(batch));
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof StateResult.Conflict && batch.get(i) instanceof StateChange.Put put) {
                requireThere(put);
            }
        }
        batch.clear();
        bytes = 0;
    }

    private void requireThere(StateChange.Put put) {
        Optional<StateDocument> found = store.waiting().await(store.states().get(put.name()));
        if (found.isEmpty()) {
            throw new MoveRefused("somebody else changes the state document " + put.name()
                    + ": expected nobody to use the store while it is imported into");
        }
        requireSame(put.content(), found.get());
    }

    private static void requireSame(Bytes expected, StateDocument found) {
        if (!expected.equals(found.content())) {
            throw new MoveRefused(
                    "the store has something else as state document " + found.name() + ": expected " + expected.size()
                            + " bytes as exported, found " + found.content().size() + " different ones");
        }
    }
}
