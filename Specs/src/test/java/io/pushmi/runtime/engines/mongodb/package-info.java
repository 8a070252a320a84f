/** What the MongoDB storage engine has to be, and how it writes what it keeps. */
@NullMarked
package io.pushmi.runtime.engines.mongodb;

import org.jspecify.annotations.NullMarked;
