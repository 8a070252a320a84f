/** Specifies the command line: what it takes, what it says and how it ends. */
@NullMarked
package io.pushmi.cli;

import org.jspecify.annotations.NullMarked;
