/** Specifications of projections and their read models. */
@NullMarked
package io.pushmi.runtime.processing.projections;

import org.jspecify.annotations.NullMarked;
