package io.pushmi.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
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

    /** For readers beside a writer: they may find more or less of what it appends, but only from the beginning on. */
    static void assertBeginningOf(List<Commit> plan, List<Commit> found) {
        assertThat(found).hasSizeLessThanOrEqualTo(plan.size());
        assertThat(found).isEqualTo(plan.subList(0, found.size()));
    }
}
