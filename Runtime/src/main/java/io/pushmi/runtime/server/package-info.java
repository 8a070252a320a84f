/** The street: ports, what is told to whoever calls, the life of a Runtime from start to stop, and how its rooms are wired. */
@NullMarked
package io.pushmi.runtime.server;

import org.jspecify.annotations.NullMarked;
