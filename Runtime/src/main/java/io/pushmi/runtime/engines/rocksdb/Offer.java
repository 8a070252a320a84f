package io.pushmi.runtime.engines.rocksdb;

import org.rocksdb.RocksDBException;

/**
 * Something to be written. The writer stages it and then calls exactly one of the others, all on its own thread; to be
 * refused it need not have been staged.
 */
interface Offer {
    /** About as many bytes as it adds to a batch. */
    long size();

    /** Whether it takes room that is to be kept free: what only makes room, or corrects, may use the reserve. */
    boolean takesRoom();

    /** Whether it reads what it then replaces, so that nothing else may change in the same batch. */
    default boolean isAlone() {
        return false;
    }

    /** Puts what is to be written into the turn's batch. What is wrong with this offer alone is remembered until later. */
    void stage(Turn turn) throws RocksDBException;

    /** The batch is on disk. */
    void written();

    /** The batch failed, and nobody knows whether it is on disk. */
    void failed(String reason);

    /** Nothing of it was written. */
    void refused(String reason);
}
