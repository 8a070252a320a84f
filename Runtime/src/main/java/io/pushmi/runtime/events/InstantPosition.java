package io.pushmi.runtime.events;

import io.pushmi.runtime.storage.SequenceNumber;

/**
 * Where in a log an instant is.
 *
 * @param position of the first event that occurred then or later; the end of the log if there is none
 * @param exists whether there is such an event
 */
public record InstantPosition(SequenceNumber position, boolean exists) {}
