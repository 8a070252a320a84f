package io.pushmi.runtime.doors.pushmi;

import io.pushmi.runtime.storage.Event;
import io.pushmi.runtime.storage.SequenceNumber;

/** An event as another Runtime shows it, with its position and its commit. */
public record ShownEvent(SequenceNumber number, ShownCommit commit, Event event) {}
