/** What keeps read models up to date with a log: asks the client of a projection what each event makes of them. */
@NullMarked
package io.pushmi.runtime.processing.projections;

import org.jspecify.annotations.NullMarked;
