/** What holds when everything is put together: a Runtime as a process, clients over sockets, crashes. */
@NullMarked
package io.pushmi.endtoend;

import org.jspecify.annotations.NullMarked;
