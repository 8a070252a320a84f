/** Races through the embedded engine's writer. */
@NullMarked
package io.pushmi.runtime.engines.rocksdb;

import org.jspecify.annotations.NullMarked;
