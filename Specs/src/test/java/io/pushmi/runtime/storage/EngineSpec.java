package io.pushmi.runtime.storage;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;

/** One concern of a storage contract. A suite opens the engine before and clears it away after each specification. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
abstract class EngineSpec {
    final EngineUnderTest engine;
    final TenantId tenant = new TenantId(UUID.randomUUID());
    final LogId log = LogId.mainOf(tenant);

    EngineSpec(EngineUnderTest engine) {
        this.engine = engine;
    }
}
