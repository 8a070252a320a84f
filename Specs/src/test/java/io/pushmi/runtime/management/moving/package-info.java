/** What moving a store keeps to. */
@NullMarked
package io.pushmi.runtime.management.moving;

import org.jspecify.annotations.NullMarked;
