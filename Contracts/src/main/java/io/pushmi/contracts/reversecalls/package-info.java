/**
 * Reverse calls, on which the server asks and the client answers: both ends of the protocol, for every contract that has
 * it.
 */
@NullMarked
package io.pushmi.contracts.reversecalls;

import org.jspecify.annotations.NullMarked;
