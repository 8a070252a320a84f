/** What leases promise to whoever claims them. */
@NullMarked
package io.pushmi.runtime.leases;

import org.jspecify.annotations.NullMarked;
