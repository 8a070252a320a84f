/** What both ends of a reverse call promise. */
@NullMarked
package io.pushmi.contracts.reversecalls;

import org.jspecify.annotations.NullMarked;
