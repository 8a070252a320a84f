/** Which calls a Runtime serves. */
@NullMarked
package io.pushmi.runtime.execution;

import org.jspecify.annotations.NullMarked;
