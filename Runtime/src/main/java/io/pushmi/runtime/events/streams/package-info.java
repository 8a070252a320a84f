/** Materialised streams: what they are called, which there are, and where their events come from. */
@NullMarked
package io.pushmi.runtime.events.streams;

import org.jspecify.annotations.NullMarked;
