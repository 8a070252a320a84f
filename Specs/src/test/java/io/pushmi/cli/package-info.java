/** Specifies the command line as its users see it. */
@NullMarked
package io.pushmi.cli;

import org.jspecify.annotations.NullMarked;
