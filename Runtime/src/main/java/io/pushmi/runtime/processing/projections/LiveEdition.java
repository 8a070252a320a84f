package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.events.erasing.Retries;

/** The read models that a connected projection is making: in memory, in the store, and what goes from one to the other. */
record LiveEdition(long number, ModelsInMemory memory, StoredModels store, WriteBehind writes) {
    static LiveEdition of(long number, StoredModels store, Retries retries) {
        ModelsInMemory memory = new ModelsInMemory();
        return new LiveEdition(number, memory, store, new WriteBehind(memory, store, retries));
    }
}
