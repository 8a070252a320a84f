/** What the embedded engine promises beyond the storage contracts. */
@NullMarked
package io.pushmi.runtime.engines.rocksdb;

import org.jspecify.annotations.NullMarked;
