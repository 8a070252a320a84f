package io.pushmi.runtime.storage.foreign;

import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.storage.SequenceNumber;

/**
 * A log of another store.
 *
 * @param name what it is called here
 * @param collection what it is called there
 * @param end the position behind its last event when it was looked at; nothing from there on is read
 */
public record ForeignLog(LogName name, String collection, SequenceNumber end) {}
