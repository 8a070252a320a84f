/** What operators ask of a Runtime. */
@NullMarked
package io.pushmi.runtime.management;

import org.jspecify.annotations.NullMarked;
