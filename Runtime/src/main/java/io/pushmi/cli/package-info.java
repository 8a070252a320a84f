/** The command line, above all rooms. */
@NullMarked
package io.pushmi.cli;

import org.jspecify.annotations.NullMarked;
