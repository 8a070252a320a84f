/** The embedded storage engine: every log and state document of a Runtime in one RocksDB database. */
@NullMarked
package io.pushmi.runtime.engines.rocksdb;

import org.jspecify.annotations.NullMarked;
