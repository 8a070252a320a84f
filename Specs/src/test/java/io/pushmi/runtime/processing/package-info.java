/** Specs of processors, and doubles of them. */
@NullMarked
package io.pushmi.runtime.processing;

import org.jspecify.annotations.NullMarked;
