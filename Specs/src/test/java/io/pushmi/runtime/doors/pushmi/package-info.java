/** What callers of the {@code pushmi.*} services may ask, and what they are answered. */
@NullMarked
package io.pushmi.runtime.doors.pushmi;

import org.jspecify.annotations.NullMarked;
