/** What the event logs at work promise. */
@NullMarked
package io.pushmi.runtime.log;

import org.jspecify.annotations.NullMarked;
