/** What an operator may write, what comes of it, and what is refused. */
@NullMarked
package io.pushmi.runtime.configuration;

import org.jspecify.annotations.NullMarked;
