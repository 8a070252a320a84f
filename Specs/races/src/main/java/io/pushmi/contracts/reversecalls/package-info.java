/** Races through what hands over between the threads of a reverse call. */
@NullMarked
package io.pushmi.contracts.reversecalls;

import org.jspecify.annotations.NullMarked;
