/** The circumstances of a call: who makes it, for which tenant, and as part of what. */
@NullMarked
package io.pushmi.runtime.execution;

import org.jspecify.annotations.NullMarked;
