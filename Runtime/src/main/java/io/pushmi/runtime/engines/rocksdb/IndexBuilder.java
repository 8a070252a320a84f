package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.storage.StoredSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds indexes that are behind, a piece at a time, through the writer like everybody else: commits go on meanwhile,
 * and what a stop interrupts goes on at the next start.
 */
final class IndexBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(IndexBuilder.class);
    private static final long PIECE = 1L << 20;
    private static final long DELAY_AFTER_FAILURE = 1_000;

    private final Store store;
    private final Writer writer;
    private final Set<KeyKind> kinds;
    private final ScheduledExecutorService executor;

    IndexBuilder(Store store, Writer writer, Set<KeyKind> kinds, ScheduledExecutorService executor) {
        this.store = store;
        this.writer = writer;
        this.kinds = kinds;
        this.executor = executor;
    }

    void start() {
        schedule(0);
    }

    private void schedule(long delay) {
        Threads.schedule(executor, delay, this::step);
    }

    private void step() {
        try {
            store.use(this::nextPiece).ifPresent(this::build);
        } catch (StorageUnavailable | RocksDBException later) {
            LOG.debug("An index cannot be built now", later);
            schedule(DELAY_AFTER_FAILURE);
        } catch (RuntimeException damaged) {
            LOG.error("An index cannot be built, so that reads by its kind of key go on scanning", damaged);
        }
    }

    private void build(IndexOffer piece) {
        writer.offer(piece);
        piece.result().whenComplete((written, failure) -> schedule(failure == null ? 0 : DELAY_AFTER_FAILURE));
    }

    private Optional<IndexOffer> nextPiece(Database database) throws RocksDBException {
        for (KeyKind kind : kinds) {
            IndexProgress progress = database.directory().progress(kind);
            if (progress != null && !progress.isComplete()) {
                return Optional.of(piece(database, kind, progress));
            }
        }
        return Optional.empty();
    }

    private static IndexOffer piece(Database database, KeyKind kind, IndexProgress progress) throws RocksDBException {
        LogId log = database.directory().nameOf(progress.log());
        CommitReader commits = new CommitReader(database, log, progress.log());
        SequenceNumber end = commits.head();
        Piece piece = new Piece(kind, progress);
        commits.walk(progress.position(), piece);
        IndexProgress reached = piece.reached.isBefore(end) ? progress.at(piece.reached) : progress.nextLog();
        if (reached.isComplete()) {
            LOG.info("The index by {} is complete", kind);
        }
        return new IndexOffer(kind, piece.entries, reached);
    }

    private static final class Piece implements CommitReader.Visit {
        private final KeyKind kind;
        private final LogNumber log;
        private final List<byte[]> entries = new ArrayList<>();
        private SequenceNumber reached;
        private long size;

        Piece(KeyKind kind, IndexProgress progress) {
            this.kind = kind;
            log = progress.log();
            reached = progress.position();
        }

        @Override
        public boolean goesOnAfter(Commit commit) {
            for (IndexTerm term : EncodedCommit.termsOf(commit, Set.of(kind))) {
                entries.add(Layout.indexEntry(log, term, commit.first()));
            }
            reached = commit.next();
            size += StoredSize.of(commit);
            return size < PIECE;
        }
    }
}
