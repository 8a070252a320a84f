package io.pushmi.runtime.engines.rocksdb;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An embedded store cannot be opened. The message is one line that names the folder and says why. */
public final class StoreCannotBeOpened extends RuntimeException {
    StoreCannotBeOpened(Path folder, String reason, @Nullable Throwable cause) {
        super("the store in " + folder + " cannot be opened: " + reason.replaceAll("\\s*[\\r\\n]+\\s*", " "), cause);
    }

    StoreCannotBeOpened(Path folder, IOException cause) {
        this(folder, Failures.inWords(cause), cause);
    }

    /** Whether the only trouble is that this user may not use some of its files, which says nothing of what is in it. */
    public boolean isForbidden() {
        return getCause() instanceof AccessDeniedException;
    }
}
