package io.pushmi.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

abstract class ListingStatesSpec extends StateSpec {
    /** In the order of their UTF-8 bytes, in which U+FFFD comes before what Java writes as two surrogates. */
    private static final List<String> ORDERED = List.of(
            "\0",
            "\0\0",
            " ",
            "/",
            "A",
            "Z",
            "a",
            "a\0",
            "a\0b",
            "a ",
            "ab",
            "b",
            "x".repeat(10_000),
            "x".repeat(10_000) + "y",
            "\u007F",
            "\u0080",
            "é",
            "日本語",
            "\uE000",
            "\uFFFD",
            "\uFFFF",
            "\uD800\uDC00",
            "\uD83D\uDE00",
            "\uDBFF\uDFFF");

    ListingStatesSpec(EngineUnderTest engine) {
        super(engine);
    }

    @Test
    void a_collection_is_empty_until_it_has_a_document() {
        put(new StateName(tenant, "other", "a"), Revision.ABSENT, "other");
        assertThat(page(null, 10)).isEqualTo(new StatePage(List.of(), null));

        Revision revision = put(named("a"), Revision.ABSENT, "first");

        assertThat(page(null, 10)).isEqualTo(new StatePage(List.of(document(named("a"), revision, "first")), null));
    }

    @Test
    void documents_come_in_the_order_of_the_bytes_of_their_names() {
        Map<String, StateDocument> documents = putAll();

        for (int limit : new int[] {1, 2, 5, 23, 24, 25, 1_000}) {
            assertThat(list(limit)).as("pages of " + limit).isEqualTo(List.copyOf(documents.values()));
        }
    }

    @Test
    void the_last_page_names_no_next() {
        putAll();

        StatePage page = page(ORDERED.get(ORDERED.size() - 2), 1);
        StatePage beyond = page(ORDERED.get(ORDERED.size() - 1), 1);

        assertThat(page.documents()).hasSize(1);
        assertThat(page.next()).isNull();
        assertThat(beyond).isEqualTo(new StatePage(List.of(), null));
    }

    @Test
    void it_goes_on_after_a_name_whether_or_not_there_is_such_a_document() {
        put(named("b"), Revision.ABSENT, "b");
        put(named("d"), Revision.ABSENT, "d");

        assertThat(namesAfter("a")).containsExactly("b", "d");
        assertThat(namesAfter("b")).containsExactly("d");
        assertThat(namesAfter("b\0")).containsExactly("d");
        assertThat(namesAfter("c")).containsExactly("d");
        assertThat(namesAfter("d")).isEmpty();
    }

    @Test
    void it_shows_what_is_there_now() {
        Map<String, StateDocument> documents = putAll();
        StateDocument removed = get(named("ab")).orElseThrow();
        StateDocument changed = get(named("b")).orElseThrow();
        remove(removed.name(), removed.revision());
        Revision revision = put(changed.name(), changed.revision(), "changed");
        documents.remove("ab");
        documents.put("b", document(changed.name(), revision, "changed"));

        assertThat(list(7)).isEqualTo(List.copyOf(documents.values()));
        engine.restart();
        assertThat(list(7)).isEqualTo(List.copyOf(documents.values()));
    }

    @Test
    void it_shows_nothing_of_other_collections_and_tenants() {
        put(new StateName(tenant, COLLECTION + "s", "a"), Revision.ABSENT, "longer");
        put(new StateName(tenant, COLLECTION.substring(1), "a"), Revision.ABSENT, "shorter");
        put(new StateName(tenant, COLLECTION + "\0", "a"), Revision.ABSENT, "nearly");
        put(new StateName(new TenantId(UUID.randomUUID()), COLLECTION, "a"), Revision.ABSENT, "another's");
        Revision own = put(named("a"), Revision.ABSENT, "own");

        assertThat(list(1)).containsExactly(document(named("a"), own, "own"));
        assertThat(list(100)).containsExactly(document(named("a"), own, "own"));
    }

    private Map<String, StateDocument> putAll() {
        Map<String, StateDocument> documents = new LinkedHashMap<>();
        ORDERED.forEach(name -> documents.put(name, document(named(name), Revision.ABSENT, "of " + name.length())));
        List<String> disorder = new ArrayList<>(ORDERED);
        Collections.reverse(disorder);
        for (String name : disorder) {
            String content = "of " + name.length();
            documents.put(name, document(named(name), put(named(name), Revision.ABSENT, content), content));
        }
        return documents;
    }

    private List<String> namesAfter(String after) {
        return page(after, 10).documents().stream()
                .map(document -> document.name().name())
                .toList();
    }

    private List<StateDocument> list(int limit) {
        List<StateDocument> all = new ArrayList<>();
        String after = null;
        do {
            StatePage page = page(after, limit);
            assertThat(page.documents()).hasSizeLessThanOrEqualTo(limit);
            all.addAll(page.documents());
            after = page.next();
        } while (after != null && all.size() < 10_000);
        return all;
    }

    private StatePage page(@Nullable String after, int limit) {
        return Answers.of(engine.states().list(tenant, COLLECTION, after, limit));
    }
}
