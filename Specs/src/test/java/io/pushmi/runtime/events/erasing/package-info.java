/** What erasing does, and that it is seen through. */
@NullMarked
package io.pushmi.runtime.events.erasing;

import org.jspecify.annotations.NullMarked;
