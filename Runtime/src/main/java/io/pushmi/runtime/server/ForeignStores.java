package io.pushmi.runtime.server;

import io.pushmi.runtime.engines.mongodb.DolittleDatabase;
import io.pushmi.runtime.events.streams.StreamEvents;
import io.pushmi.runtime.storage.foreign.ForeignStore;
import io.pushmi.runtime.tenancy.TenantId;

/** Opens the stores of other products, to be taken over. */
public final class ForeignStores {
    private ForeignStores() {}

    /**
     * The database in which a Dolittle Runtime of version 9 has a tenant's events. It is only read.
     *
     * @throws io.pushmi.runtime.storage.foreign.CannotBeMoved if it does not answer, or is none
     */
    public static ForeignStore dolittle(String connectionString, String database, TenantId tenant) {
        return DolittleDatabase.open(connectionString, database, tenant, StreamEvents.FILTER);
    }
}
