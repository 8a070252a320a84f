/** Programs that load a Runtime, and print what it did beside what the same machine does with less in the way. */
@NullMarked
package io.pushmi.benchmarks;

import org.jspecify.annotations.NullMarked;
