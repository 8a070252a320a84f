/** Specifications of the MongoDB engine. */
@NullMarked
package io.pushmi.runtime.engines.mongodb;

import org.jspecify.annotations.NullMarked;
