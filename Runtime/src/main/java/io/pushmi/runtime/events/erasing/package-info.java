/** Erases content of committed events for good, by command and by event, and sees each erasure through to its end. */
@NullMarked
package io.pushmi.runtime.events.erasing;

import org.jspecify.annotations.NullMarked;
