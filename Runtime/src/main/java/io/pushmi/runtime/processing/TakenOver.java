package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.Revision;
import io.pushmi.runtime.storage.StateName;

/**
 * Somebody else, such as another Runtime, works with the state of a processor, or may do so from now on. The processor
 * stops without saving anything, and stands by.
 */
public class TakenOver extends RuntimeException {
    /** @param found what was found, and what was expected */
    protected TakenOver(String found) {
        super(found);
    }

    static TakenOver lost(Object processor) {
        return new TakenOver(processor + " has lost its lease; another Runtime may run it");
    }

    static TakenOver by(StateName document, long number, long highest) {
        return new TakenOver("the state document " + document + " belongs to the holder of the lease with number "
                + highest + ", expected none above " + number);
    }

    TakenOver(StateName document, Revision expected, Revision actual) {
        super("the state document " + document + " was changed by somebody else: expected revision " + expected.value()
                + ", found " + actual.value() + "; another Runtime may run the same processor");
    }
}
