/** How the engine on MongoDB keeps what the storage contracts ask, whatever its servers and networks do. */
@NullMarked
package io.pushmi.runtime.engines.mongodb;

import org.jspecify.annotations.NullMarked;
