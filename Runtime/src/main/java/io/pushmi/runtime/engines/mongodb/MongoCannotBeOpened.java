package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.tenancy.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A store in MongoDB cannot be opened. The message is one line that names the tenant and the database, says why, and has no
 * credentials in it.
 */
public final class MongoCannotBeOpened extends RuntimeException {
    MongoCannotBeOpened(TenantId tenant, String database, String reason, @Nullable Throwable cause) {
        super(
                "tenant " + tenant + ": the database '" + database + "' cannot be used: "
                        + Confidential.oneLine(reason),
                cause);
    }
}
