/** What clients of the Dolittle contracts may send, of both generations, and what they are answered. */
@NullMarked
package io.pushmi.runtime.doors.dolittle;

import org.jspecify.annotations.NullMarked;
