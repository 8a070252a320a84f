package io.pushmi.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

abstract class CollectionsSpec extends StateSpec {
    private static final List<String> COLLECTIONS =
            List.of("a", "A", "a ", "a\0", "ab", "/", "\0", "ä\uD83D\uDE00", "$x", "x".repeat(1_000));

    CollectionsSpec(EngineUnderTest engine) {
        super(engine);
    }

    @Test
    void every_collection_with_documents_is_named_once_and_letter_by_letter() {
        for (String collection : COLLECTIONS) {
            put(new StateName(tenant, collection, "one"), Revision.ABSENT, "1");
            put(new StateName(tenant, collection, "other"), Revision.ABSENT, "2");
        }

        assertThat(collections(tenant)).isEqualTo(Set.copyOf(COLLECTIONS));
        engine.restart();
        assertThat(collections(tenant)).isEqualTo(Set.copyOf(COLLECTIONS));
    }

    @Test
    void a_collection_whose_last_document_is_removed_is_none() {
        Revision first = put(new StateName(tenant, "emptied", "first"), Revision.ABSENT, "1");
        Revision second = put(new StateName(tenant, "emptied", "second"), Revision.ABSENT, "2");
        put(new StateName(tenant, "kept", "one"), Revision.ABSENT, "3");
        remove(new StateName(tenant, "emptied", "first"), first);
        assertThat(collections(tenant)).containsExactlyInAnyOrder("emptied", "kept");

        remove(new StateName(tenant, "emptied", "second"), second);

        assertThat(collections(tenant)).containsExactly("kept");
        engine.restart();
        assertThat(collections(tenant)).containsExactly("kept");
    }

    @Test
    void a_collection_that_was_only_read_is_none() {
        put(new StateName(tenant, "kept", "one"), Revision.ABSENT, "1");
        assertThat(get(new StateName(tenant, "looked into", "one"))).isEmpty();
        assertThat(Answers.of(engine.states().list(tenant, "listed", null, 10)).documents())
                .isEmpty();

        assertThat(collections(tenant)).containsExactly("kept");
    }

    @Test
    void collections_of_other_tenants_are_not_named() {
        TenantId other = new TenantId(UUID.randomUUID());
        put(new StateName(tenant, "own", "one"), Revision.ABSENT, "1");
        put(new StateName(other, "another's", "one"), Revision.ABSENT, "2");

        assertThat(collections(tenant)).containsExactly("own");
        assertThat(collections(other)).containsExactly("another's");
        assertThat(collections(new TenantId(UUID.randomUUID()))).isEmpty();
    }

    private Set<String> collections(TenantId of) {
        return Answers.of(engine.states().collections(of));
    }
}
