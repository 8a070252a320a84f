/** What the operator wants: settings read from files and environment variables into records, and refused where they are wrong. */
@NullMarked
package io.pushmi.runtime.configuration;

import org.jspecify.annotations.NullMarked;
