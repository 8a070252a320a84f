/** What the house promises as a whole: its layout and its rules. */
@NullMarked
package io.pushmi;

import org.jspecify.annotations.NullMarked;
