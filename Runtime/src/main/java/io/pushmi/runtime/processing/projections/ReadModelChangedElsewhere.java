package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.processing.TakenOver;
import io.pushmi.runtime.storage.StateName;

/** A read model is not what this Runtime has made of it: another one must be at work on the same projection. */
final class ReadModelChangedElsewhere extends TakenOver {
    ReadModelChangedElsewhere(StateName name) {
        super("read model " + name + " was changed by somebody else, expected nobody but this Runtime to change it");
    }
}
