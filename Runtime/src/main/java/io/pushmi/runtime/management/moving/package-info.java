/** Moves a store to another engine: export into a folder of plain files, and import from it. */
@NullMarked
package io.pushmi.runtime.management.moving;

import org.jspecify.annotations.NullMarked;
