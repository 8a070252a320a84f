package io.pushmi.runtime.engines.rocksdb;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An embedded store cannot be opened. The message is one line that names the folder and says why. */
public final class StoreCannotBeOpened extends RuntimeException {
    StoreCannotBeOpened(Path folder, String reason, @Nullable Throwable cause) {
        super("the store in " + folder + " cannot be opened: " + reason.replaceAll("\\s*[\\r\\n]+\\s*", " "), cause);
    }
}
