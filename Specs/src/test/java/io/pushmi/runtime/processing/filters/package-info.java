/** What filters and their streams promise. */
@NullMarked
package io.pushmi.runtime.processing.filters;

import org.jspecify.annotations.NullMarked;
