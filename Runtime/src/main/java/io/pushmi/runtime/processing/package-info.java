/** What works through logs for clients: one processor for each tenant of a handler, filter or projection. */
@NullMarked
package io.pushmi.runtime.processing;

import org.jspecify.annotations.NullMarked;
