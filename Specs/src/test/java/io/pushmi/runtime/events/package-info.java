/** What the face of the logs promises to the doors. */
@NullMarked
package io.pushmi.runtime.events;

import org.jspecify.annotations.NullMarked;
