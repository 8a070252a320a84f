package io.pushmi.runtime.leases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.IOException;

/**
 * A lease, as its state document has it. The document stays when the lease is given up, so that no number is used again.
 *
 * @param runtime which Runtime has it; empty if none
 * @param number the number of that one, or of the last one
 */
record StoredLease(String runtime, long number) {
    static final String COLLECTION = "leases";
    private static final ObjectMapper JSON = new ObjectMapper();

    static StateName nameOf(TenantId tenant, String lease) {
        return new StateName(tenant, COLLECTION, lease);
    }

    boolean isFree() {
        return runtime.isEmpty();
    }

    StoredLease next(String holder) {
        return new StoredLease(holder, number + 1);
    }

    StoredLease givenUp() {
        return new StoredLease("", number);
    }

    Bytes encode() {
        try {
            return Bytes.wrap(JSON.writeValueAsBytes(
                    JSON.createObjectNode().put("runtime", runtime).put("number", number)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of texts and numbers is always JSON", impossible);
        }
    }

    /** Fails with {@link StorageDamaged} if it is something else. */
    static StoredLease decode(StateDocument document) {
        try {
            JsonNode json = JSON.readTree(document.content().array());
            return new StoredLease(
                    json.required("runtime").textValue(),
                    json.required("number").longValue());
        } catch (IOException | IllegalArgumentException notOurs) {
            throw new StorageDamaged("the state document " + document.name() + " is no lease", notOurs);
        }
    }
}
