package io.pushmi.runtime.storage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;

/**
 * What every engine's state documents keep to. An engine extends this once and hands over its fixture; nothing is
 * optional.
 *
 * <p>Not asserted, because the contract leaves it open: by how much revisions grow, and whether a page of a collection
 * is as long as it may be.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
abstract class StateStorageSpec {
    private final EngineUnderTest subject;

    StateStorageSpec(EngineFixture fixture) {
        this.subject = new EngineUnderTest(fixture);
    }

    @BeforeEach
    void open_the_engine() {
        subject.open();
    }

    @AfterEach
    void clear_the_storage_away() {
        subject.clearAway();
    }

    @Nested
    class when_changing_documents extends ChangingStatesSpec {
        when_changing_documents() {
            super(subject);
        }
    }

    @Nested
    class when_listing_a_collection extends ListingStatesSpec {
        when_listing_a_collection() {
            super(subject);
        }
    }

    @Nested
    class when_asking_for_collections extends CollectionsSpec {
        when_asking_for_collections() {
            super(subject);
        }
    }

    @Nested
    class when_they_have_to_last extends LastingStatesSpec {
        when_they_have_to_last() {
            super(subject);
        }
    }
}
