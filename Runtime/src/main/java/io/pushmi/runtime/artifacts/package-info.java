/** The kinds of things that microservices declare: event types and aggregate roots, each with an id. */
@NullMarked
package io.pushmi.runtime.artifacts;

import org.jspecify.annotations.NullMarked;
