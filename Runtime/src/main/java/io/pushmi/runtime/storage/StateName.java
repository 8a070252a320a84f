package io.pushmi.runtime.storage;

import io.pushmi.runtime.tenancy.TenantId;

/**
 * Names a state document.
 *
 * @param collection what kind of state it is, such as processor positions; not empty
 * @param name which one of them; any text that is not empty
 */
public record StateName(TenantId tenant, String collection, String name) {
    public StateName {
        if (collection.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException(
                    "a state document needs a collection and a name, found '" + collection + "' and '" + name + "'");
        }
    }

    @Override
    public String toString() {
        return tenant + "/" + collection + "/" + name;
    }
}
