/** Filters: clients that choose events of a log, of which materialised streams are made. */
@NullMarked
package io.pushmi.runtime.processing.filters;

import org.jspecify.annotations.NullMarked;
