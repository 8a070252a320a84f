/** The services of the {@code pushmi.*} contracts, translated to the rooms below and back, and their client. */
@NullMarked
package io.pushmi.runtime.doors.pushmi;

import org.jspecify.annotations.NullMarked;
