package io.pushmi.runtime.storage;

import static io.pushmi.runtime.storage.Flaw.documentsOf;

import io.pushmi.runtime.storage.MemoryDisk.Write;
import io.pushmi.runtime.storage.MemoryFixture.Opening;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ways in which an engine can get state documents wrong. */
// An opening is code; that its type cannot promise so is no reason to spell the flaws out as classes.
@SuppressWarnings("ImmutableEnumChecker")
enum StateFlaw implements Flaw {
    IGNORES_THE_EXPECTED_REVISION(
            "it_stays_for_whoever_expects_another_revision", documentsOf(() -> new MemoryDocuments() {
                @Override
                boolean holds(StateChange change, Revision actual) {
                    return true;
                }
            })),
    LOSES_A_CHANGE_AMONG_MANY(
            "no_change_is_lost_among_many_who_change_one_document", IGNORES_THE_EXPECTED_REVISION.opening()),
    MAKES_WHAT_SHOULD_HAVE_EXISTED(
            "it_is_not_made_for_whoever_expects_it_to_exist", documentsOf(() -> new MemoryDocuments() {
                @Override
                boolean holds(StateChange change, Revision actual) {
                    return actual.equals(Revision.ABSENT) || super.holds(change, actual);
                }
            })),
    REUSES_REVISIONS("a_revision_is_never_used_again", documentsOf(() -> new MemoryDocuments() {
        @Override
        Revision nextRevision(Revision actual) {
            return new Revision(actual.value() + 1);
        }
    })),
    REUSES_REVISIONS_AFTER_A_RESTART(
            "a_revision_from_before_a_removal_is_not_given_again_after_a_restart",
            Flaw.finding(writes -> writes.stream().anyMatch(StateFlaw::removes) ? List.of() : writes)),
    KEEPS_THE_REVISION_OF_EQUAL_CONTENT("a_revision_grows_with_every_change", documentsOf(() -> new MemoryDocuments() {
        @Override
        StateResult change(StateChange change) {
            Optional<StateDocument> before = get(change.name());
            boolean same = change instanceof StateChange.Put put
                    && before.map(StateDocument::content).equals(Optional.of(put.content()))
                    && holds(change, before.orElseThrow().revision());
            return same ? new StateResult.Changed(before.orElseThrow().revision()) : super.change(change);
        }
    })),
    STOPS_A_BATCH_AT_A_CONFLICT(
            "each_change_of_a_batch_has_a_result_of_its_own", documentsOf(() -> new MemoryDocuments() {
                private boolean stopped;

                @Override
                List<StateResult> change(List<StateChange> changes) {
                    stopped = false;
                    return super.change(changes);
                }

                @Override
                boolean holds(StateChange change, Revision actual) {
                    stopped |= !super.holds(change, actual);
                    return !stopped;
                }
            })),
    MAKES_THE_CHANGES_BEFORE_A_WRONG_ONE(
            "two_changes_of_one_document_are_refused_with_their_whole_batch", documentsOf(() -> new MemoryDocuments() {
                @Override
                void validate(List<StateChange> changes) {
                    change(changes.get(0));
                    super.validate(changes);
                }
            })),
    TAKES_CONTENT_OF_ANY_SIZE(
            "content_that_is_too_large_is_refused_with_its_whole_batch", documentsOf(() -> new MemoryDocuments() {
                @Override
                void validate(List<StateChange> changes) {}
            })),
    READS_DOCUMENTS_AS_TEXT("content_comes_back_byte_for_byte", documentsOf(() -> new MemoryDocuments() {
        @Override
        Optional<StateDocument> get(StateName name) {
            return super.get(name)
                    .map(found -> new StateDocument(
                            name, found.revision(), Bytes.utf8(found.content().asUtf8())));
        }
    })),
    TAKES_ALL_COLLECTIONS_FOR_ONE(
            "documents_are_told_apart_by_tenant_collection_and_name", documentsOf(() -> new MemoryDocuments() {
                @Override
                NavigableMap<String, StateDocument> collection(TenantId tenant, String collection) {
                    return super.collection(tenant, "all");
                }
            })),
    LISTS_ALL_TENANTS("it_shows_nothing_of_other_collections_and_tenants", documentsOf(() -> new MemoryDocuments() {
        @Override
        NavigableMap<String, StateDocument> collection(TenantId tenant, String collection) {
            return super.collection(TenantId.SYSTEM, collection);
        }
    })),
    ORDERS_NAMES_AS_JAVA_DOES(
            "documents_come_in_the_order_of_the_bytes_of_their_names", documentsOf(() -> new MemoryDocuments() {
                @Override
                Comparator<String> order() {
                    return Comparator.naturalOrder();
                }
            })),
    LISTS_THE_NAME_TO_GO_ON_AFTER(
            "it_goes_on_after_a_name_whether_or_not_there_is_such_a_document", documentsOf(() -> new MemoryDocuments() {
                @Override
                StatePage list(TenantId tenant, String collection, @Nullable String after, int limit) {
                    StateDocument at = after == null
                            ? null
                            : collection(tenant, collection).get(after);
                    return at == null ? super.list(tenant, collection, after, limit) : new StatePage(List.of(at), null);
                }
            })),
    ALWAYS_NAMES_A_NEXT("the_last_page_names_no_next", documentsOf(() -> new MemoryDocuments() {
        @Override
        StatePage list(TenantId tenant, String collection, @Nullable String after, int limit) {
            List<StateDocument> page =
                    super.list(tenant, collection, after, limit).documents();
            return new StatePage(
                    page,
                    page.isEmpty() ? null : page.get(page.size() - 1).name().name());
        }
    })),
    NAMES_COLLECTIONS_THAT_ARE_EMPTIED(
            "a_collection_whose_last_document_is_removed_is_none", documentsOf(() -> new MemoryDocuments() {
                private final Set<String> known = new HashSet<>();

                @Override
                StateResult change(StateChange change) {
                    known.add(change.name().collection());
                    return super.change(change);
                }

                @Override
                Set<String> collections(TenantId tenant) {
                    return known;
                }
            })),
    NAMES_COLLECTIONS_THAT_WERE_ONLY_READ(
            "a_collection_that_was_only_read_is_none", documentsOf(() -> new MemoryDocuments() {
                private final Set<String> known = new HashSet<>();

                @Override
                NavigableMap<String, StateDocument> collection(TenantId tenant, String collection) {
                    known.add(collection);
                    return super.collection(tenant, collection);
                }

                @Override
                Set<String> collections(TenantId tenant) {
                    return known;
                }
            })),
    NAMES_THE_COLLECTIONS_OF_ALL_TENANTS(
            "collections_of_other_tenants_are_not_named", documentsOf(() -> new MemoryDocuments() {
                private final Set<TenantId> tenants = new HashSet<>();

                @Override
                StateResult change(StateChange change) {
                    tenants.add(change.name().tenant());
                    return super.change(change);
                }

                @Override
                Set<String> collections(TenantId tenant) {
                    return tenants.stream()
                            .flatMap(each -> super.collections(each).stream())
                            .collect(Collectors.toSet());
                }
            })),
    FOLDS_THE_CASE_OF_COLLECTIONS(
            "every_collection_with_documents_is_named_once_and_letter_by_letter",
            documentsOf(() -> new MemoryDocuments() {
                @Override
                Set<String> collections(TenantId tenant) {
                    return super.collections(tenant).stream()
                            .map(name -> name.toLowerCase(Locale.ROOT))
                            .collect(Collectors.toSet());
                }
            })),
    FORGETS_THE_LAST_CHANGE_ON_RESTART(
            "everything_is_there_again_after_a_restart",
            Flaw.finding(writes -> writes.subList(0, Math.max(0, writes.size() - 1)))),
    FORGETS_REMOVALS_ON_RESTART(
            "it_shows_what_is_there_now",
            Flaw.finding(
                    writes -> writes.stream().filter(write -> !removes(write)).toList())),
    ACKNOWLEDGES_A_CHANGE_BEFORE_THE_SYNC("a_change_is_acknowledged_after_its_sync", Flaw.syncingLate()),
    LOSES_CHANGES_THAT_WERE_OFFERED_BEFORE_CLOSING("closing_finishes_what_was_offered", Flaw.closingAtOnce());

    private final String caughtBy;
    private final Opening opening;

    StateFlaw(String caughtBy, Opening opening) {
        this.caughtBy = caughtBy;
        this.opening = opening;
    }

    @Override
    public Opening opening() {
        return opening;
    }

    @Override
    public String caughtBy() {
        return caughtBy;
    }

    private static boolean removes(Write write) {
        return write instanceof Write.Changed changed
                && changed.changes().stream().anyMatch(StateChange.Remove.class::isInstance);
    }
}
