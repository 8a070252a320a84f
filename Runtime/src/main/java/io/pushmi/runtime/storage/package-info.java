/** What is stored and the two contracts that every storage engine keeps: event logs and state documents. */
@NullMarked
package io.pushmi.runtime.storage;

import org.jspecify.annotations.NullMarked;
