/** Specifications of the MongoDB storage engine and of what is read from other databases. */
@NullMarked
package io.pushmi.runtime.engines.mongodb;

import org.jspecify.annotations.NullMarked;
