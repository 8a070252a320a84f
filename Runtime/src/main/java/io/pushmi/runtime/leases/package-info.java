/** Who of several may do a piece of work that only one is to do: leases within a Runtime and between Runtimes. */
@NullMarked
package io.pushmi.runtime.leases;

import org.jspecify.annotations.NullMarked;
