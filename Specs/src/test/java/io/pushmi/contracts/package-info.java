/** What clients and Runtimes may rely on in the contracts that they share. */
@NullMarked
package io.pushmi.contracts;

import org.jspecify.annotations.NullMarked;
