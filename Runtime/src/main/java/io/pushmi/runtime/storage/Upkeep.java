package io.pushmi.runtime.storage;

import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

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
     * <p>The stage fails with {@link UpkeepRefused} if the folder is not one to write into or cannot be written, another
     * backup is under way, or this one is not wanted any more; however it fails, nothing of it is left behind. A process
     * that ends meanwhile may leave a part of it, which nobody takes for a store.
     *
     * @param folder an absolute path; its parent exists, and it does not or is empty
     * @param isWanted is asked now and then, from any thread, whether to go on
     */
    CompletionStage<Backup> backup(Path folder, BooleanSupplier isWanted);

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
