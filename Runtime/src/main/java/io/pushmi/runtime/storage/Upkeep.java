package io.pushmi.runtime.storage;

import java.nio.file.Path;
import java.util.concurrent.CompletionStage;

/**
 * What an engine does for whoever keeps its store, while it is in use. Threads and failures are as in
 * {@link EventLogStorage}; none of it takes anything from commits and reads but time.
 */
public interface Upkeep {
    /**
     * Copies the whole store into a folder of this machine, from where it can be opened like any other. The copy is the
     * store as it was at one moment after this call: it has every commit that was acknowledged before, and of each log
     * and of all documents together nothing that came after something it lacks. When the stage completes, it is on disk.
     *
     * <p>The stage fails with {@link UpkeepRefused} if the folder is not one to write into, or another backup is under
     * way; however it fails, nothing that could be taken for a store is left behind.
     *
     * @param folder an absolute path; its parent exists, and it does not or is empty
     */
    CompletionStage<Backup> backup(Path folder);

    /** Counts what is in the store, which takes the longer the more there is; what changes meanwhile may be counted or not. */
    CompletionStage<StorageStatistics> statistics();

    /**
     * Sees that what {@link EventLogStorage#erase} replaced before this call, in commits that start between two positions,
     * is in no file of the store any more, and so in no backup that begins afterwards. This rewrites the files in which
     * those commits are, and takes the longer the more of the log lies between.
     *
     * @param from where the first of the commits starts
     * @param to beyond where the last of them starts
     */
    CompletionStage<Void> purge(LogId log, SequenceNumber from, SequenceNumber to);
}
