package io.pushmi.runtime.events.erasing;

import io.pushmi.runtime.storage.LogId;

/**
 * A stream that had copies of what an erasure is about.
 *
 * @param concerned the part of the stream that has them
 */
record ErasedStream(LogId stream, Stretch concerned) {}
