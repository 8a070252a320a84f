/** What is specified of processors. */
@NullMarked
package io.pushmi.runtime.processing;

import org.jspecify.annotations.NullMarked;
