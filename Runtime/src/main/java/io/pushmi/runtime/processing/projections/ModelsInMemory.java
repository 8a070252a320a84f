package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.processing.projections.StoredModels.Stored;
import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The read models of one edition that are ahead of the store, and a bounded number of those that are not, so that what
 * was just used need not be read again. Safe for any thread.
 */
final class ModelsInMemory {
    private static final int MOST_STORED = 1000;
    private static final int MOST_CHARACTERS = 4 * 1024 * 1024;

    private final Map<ReadModelKey, Stored> ahead = new LinkedHashMap<>();
    private final Map<ReadModelKey, Stored> stored = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<ReadModelKey, Stored> tombstones = new HashMap<>();
    private @Nullable ReadModelKey inHand;
    private long characters;
    private SequenceNumber saved = SequenceNumber.FIRST;

    /** As {@link #find}, for whoever is about to change it: what is here of that one stays, until another one is taken. */
    synchronized @Nullable Stored take(ReadModelKey key) {
        inHand = key;
        return find(key);
    }

    /** What is known of a read model: as it is now, with the revision that the store has of it. */
    synchronized @Nullable Stored find(ReadModelKey key) {
        Stored found = ahead.get(key);
        return found == null ? stored.get(key) : found;
    }

    /** Takes in what the store has of a read model, unless it is here already. */
    synchronized void loaded(ReadModelKey key, Stored found) {
        if (find(key) == null) {
            remember(key, found);
            keep(key, found);
        }
    }

    /** Changes the read model that was taken and is here. */
    synchronized void change(ReadModelKey key, ReadModel changed) {
        Stored before = ahead.get(key);
        ahead.put(key, new Stored(changed, before == null ? forget(key) : before.revision()));
    }

    /**
     * What is to be done so that the store has what is here, and nothing more. No read model is in both.
     *
     * @param written what has to be written
     * @param removed as {@link #superfluous}
     */
    record Due(Map<ReadModelKey, Stored> written, Map<ReadModelKey, Stored> removed) {}

    /** What is to be done at this one moment: a deleted read model may be made anew at any other. */
    synchronized Due due() {
        return new Due(new LinkedHashMap<>(ahead), superfluous());
    }

    /**
     * The documents of deleted read models that nobody needs any more, since no event comes again that was before the
     * deletion; but for those that are about to be written anew.
     */
    synchronized Map<ReadModelKey, Stored> superfluous() {
        Map<ReadModelKey, Stored> superfluous = new HashMap<>(tombstones);
        superfluous.keySet().removeAll(ahead.keySet());
        superfluous.values().removeIf(stone -> !stone.model().isBefore(saved));
        return superfluous;
    }

    /** Told that no event before that one comes again. */
    synchronized void saved(SequenceNumber next) {
        saved = next;
    }

    /** The read models that are ahead of the store, in the order in which the store lists them, behind a key. */
    synchronized NavigableMap<ReadModelKey, ReadModel> aheadBehind(@Nullable ReadModelKey after) {
        NavigableMap<ReadModelKey, ReadModel> all = new TreeMap<>(ReadModelKey.AS_LISTED);
        ahead.forEach((key, known) -> all.put(key, known.model()));
        return after == null ? all : all.tailMap(after, false);
    }

    /** Told that the store has a read model like this, whatever became of it here since. */
    synchronized void written(ReadModelKey key, ReadModel model, Revision revision) {
        remember(key, new Stored(model, revision));
        Stored now = ahead.get(key);
        if (now == null || now.model().equals(model)) {
            ahead.remove(key);
            forget(key);
            keep(key, new Stored(model, revision));
        } else {
            ahead.put(key, new Stored(now.model(), revision));
        }
    }

    private void remember(ReadModelKey key, Stored found) {
        if (found.model().json() == null && !found.revision().equals(Revision.ABSENT)) {
            tombstones.put(key, found);
        } else {
            tombstones.remove(key);
        }
    }

    private void keep(ReadModelKey key, Stored found) {
        stored.put(key, found);
        characters += sizeOf(key, found);
        Iterator<Map.Entry<ReadModelKey, Stored>> eldest = stored.entrySet().iterator();
        while ((stored.size() > MOST_STORED || characters > MOST_CHARACTERS) && eldest.hasNext()) {
            Map.Entry<ReadModelKey, Stored> next = eldest.next();
            if (!next.getKey().equals(inHand)) {
                characters -= sizeOf(next.getKey(), next.getValue());
                eldest.remove();
            }
        }
    }

    /** The revision that the store has of it. */
    private Revision forget(ReadModelKey key) {
        Stored gone = stored.remove(key);
        if (gone == null) {
            return Revision.ABSENT;
        }
        characters -= sizeOf(key, gone);
        return gone.revision();
    }

    private static long sizeOf(ReadModelKey key, Stored found) {
        String json = found.model().json();
        return (json == null ? 0L : json.length()) + key.value().length();
    }
}
