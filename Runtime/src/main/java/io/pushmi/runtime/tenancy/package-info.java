/** Who a Runtime works for: tenants and the set of them that is configured. */
@NullMarked
package io.pushmi.runtime.tenancy;

import org.jspecify.annotations.NullMarked;
