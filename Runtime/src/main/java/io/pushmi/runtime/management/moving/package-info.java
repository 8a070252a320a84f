/** Works through whole stores of any kind: exports them into a folder of plain files, imports from it, and verifies them. */
@NullMarked
package io.pushmi.runtime.management.moving;

import org.jspecify.annotations.NullMarked;
