/** The MongoDB storage engine: every tenant's logs and state documents in a database that Runtimes share. */
@NullMarked
package io.pushmi.runtime.engines.mongodb;

import org.jspecify.annotations.NullMarked;
