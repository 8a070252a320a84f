/** What the store of another product holds for one tenant, told in the words of this one so that it can be taken over. */
@NullMarked
package io.pushmi.runtime.storage.foreign;

import org.jspecify.annotations.NullMarked;
