package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this engine knows of how the commits of a log follow each other: how far they certainly go, some of the places
 * where one follows another, and from where on they do not. Safe for any thread.
 */
final class Chain {
    private static final Logger LOG = LoggerFactory.getLogger(Chain.class);
    private static final int REMEMBERED = 64;

    /** @param from the position of the first document that is no commit */
    record Damage(SequenceNumber from, String what) {}

    private final LogId log;
    private volatile LogEnd known = LogEnd.BEGINNING;
    private final AtomicReference<@Nullable Damage> damage = new AtomicReference<>();
    private final Map<SequenceNumber, LogEnd> ends = new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SequenceNumber, LogEnd> eldest) {
            return size() > REMEMBERED;
        }
    };

    Chain(LogId log) {
        this.log = log;
    }

    /** An end of a commit that a majority has. The log may go on after it. */
    LogEnd known() {
        return known;
    }

    /** What ends at the position, if that is remembered. */
    @Nullable
    LogEnd endingAt(SequenceNumber position) {
        if (position.equals(SequenceNumber.FIRST)) {
            return LogEnd.BEGINNING;
        }
        synchronized (ends) {
            return ends.get(position);
        }
    }

    /** @param end of a commit that a majority has and that follows the one before */
    void note(LogEnd end) {
        synchronized (ends) {
            known = end.later(known);
            if (end.last() != null) {
                ends.put(end.next(), end);
            }
        }
    }

    @Nullable
    Damage damage() {
        return damage.get();
    }

    /** The document is no commit, and nothing from there on counts. */
    void breakAt(CommitBounds found) {
        Damage here = new Damage(
                found.first(),
                "the document at position " + found.first() + " of log " + log + " says that it follows "
                        + (found.previous() == null ? "nothing" : "commit " + found.previous())
                        + ", which is not the commit that ends there; the log takes no commits until it is removed");
        Damage now = damage.accumulateAndGet(
                here, (before, other) -> before == null || other.from().isBefore(before.from()) ? other : before);
        if (here.equals(now)) {
            LOG.error("An event log is damaged: {}", here.what());
        }
    }
}
