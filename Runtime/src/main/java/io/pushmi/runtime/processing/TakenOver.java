package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateName;

/** Somebody else, such as another Runtime, works with the state of a processor, which has to stop for that. */
final class TakenOver extends RuntimeException {
    TakenOver(StateName document, Revision expected, Revision actual) {
        super("the state document " + document + " was changed by somebody else: expected revision " + expected.value()
                + ", found " + actual.value() + "; another Runtime may run the same processor");
    }
}
