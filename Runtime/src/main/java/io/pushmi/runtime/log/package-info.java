/** The event logs at work: what is committed goes in at the head, and followers see it come. */
@NullMarked
package io.pushmi.runtime.log;

import org.jspecify.annotations.NullMarked;
