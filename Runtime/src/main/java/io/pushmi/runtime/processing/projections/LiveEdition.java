package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.events.erasing.Retries;

/**
 * The read models that a connected projection is making: in memory, in the store, in the tenant's own database, and what
 * goes from one to the other.
 */
record LiveEdition(long number, ModelsInMemory memory, StoredModels store, Copies copies, WriteBehind writes) {
    static LiveEdition of(long number, StoredModels store, Copies copies, Retries retries) {
        ModelsInMemory memory = new ModelsInMemory();
        return new LiveEdition(number, memory, store, copies, new WriteBehind(memory, store, copies, retries));
    }

    /** Changes the read model that was taken. */
    void change(ReadModelKey key, ReadModel changed) {
        memory.change(key, changed);
        copies.changed(key, changed);
    }
}
