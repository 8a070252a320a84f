/** Races through the log: who commits, who follows, and the clock. */
@NullMarked
package io.pushmi.runtime.log;

import org.jspecify.annotations.NullMarked;
