/** The Dolittle contracts in both of their generations, translated to the rooms below and back; nothing but translation. */
@NullMarked
package io.pushmi.runtime.doors.dolittle;

import org.jspecify.annotations.NullMarked;
