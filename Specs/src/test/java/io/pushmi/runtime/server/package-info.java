/** Specifies the life of a Runtime, its ports, and what callers are told whatever they send. */
@NullMarked
package io.pushmi.runtime.server;

import org.jspecify.annotations.NullMarked;
