/** The face of the logs towards the doors: commit, fetch, read, follow, and what microservices declare about their artifacts. */
@NullMarked
package io.pushmi.runtime.events;

import org.jspecify.annotations.NullMarked;
