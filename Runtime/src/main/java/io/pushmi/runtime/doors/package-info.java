/** What the doors have in common for programs that knock at those of another Runtime. */
@NullMarked
package io.pushmi.runtime.doors;

import org.jspecify.annotations.NullMarked;
