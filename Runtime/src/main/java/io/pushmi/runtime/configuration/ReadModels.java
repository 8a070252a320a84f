package io.pushmi.runtime.configuration;

import io.pushmi.runtime.tenancy.TenantId;

/**
 * Where clients find a tenant's read models. The Runtime connects there only to copy read models, where a projection asks
 * for copies.
 *
 * @param connectionString for clients: a MongoDB connection string that names the database, credentials included
 * @param isDefault whether nothing was configured
 */
public record ReadModels(String connectionString, boolean isDefault) {
    static ReadModels unconfigured(TenantId tenant) {
        return new ReadModels(
                MongoAddress.LOCAL.withDatabase(defaultDatabase(tenant)).text(), true);
    }

    static ReadModels read(TenantId tenant, Section readModels) {
        MongoAddress host = readHost(readModels);
        MongoAddress servers = readModels.get("connectionString", MongoAddress.CONNECTION_STRING, host);
        String database = readModels
                .find("database", Expected.DATABASE_NAME)
                .or(servers::database)
                .orElseGet(() -> defaultDatabase(tenant));
        // Only checked: clients choose the size of their own pools.
        readModels.find("maxConnectionPoolSize", Expected.COUNT);
        return new ReadModels(servers.withDatabase(database).text(), !readModels.isStated());
    }

    private static MongoAddress readHost(Section readModels) {
        MongoAddress host = readModels.get("host", MongoAddress.HOST, MongoAddress.LOCAL);
        boolean encrypted = readModels.get("useSSL", Expected.SWITCH, false);
        return encrypted ? host.withTls() : host;
    }

    @Override
    public String toString() {
        return "ReadModels[connectionString=" + Shown.address(connectionString) + ", isDefault=" + isDefault + "]";
    }

    private static String defaultDatabase(TenantId tenant) {
        return "readmodels-" + tenant;
    }
}
