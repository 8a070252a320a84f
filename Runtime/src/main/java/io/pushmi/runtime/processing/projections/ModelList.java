package io.pushmi.runtime.processing.projections;

import io.pushmi.runtime.storage.StateDocument;
import io.pushmi.runtime.storage.StatePage;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lists the read models of one edition in the order of their keys, page by page: what the store has, brought up to date
 * with what memory has.
 */
final class ModelList {
    private static final int FIRST_PAGE = 16;
    private static final int LARGEST_PAGE = 512;
    private static final long BYTES = 1024 * 1024;

    private final StoredModels store;
    private final Function<@Nullable ReadModelKey, NavigableMap<ReadModelKey, ReadModel>> memory;

    /** @param memory what is ahead of the store behind a key, to be asked at any time */
    private ModelList(
            StoredModels store, Function<@Nullable ReadModelKey, NavigableMap<ReadModelKey, ReadModel>> memory) {
        this.store = store;
        this.memory = memory;
    }

    static ModelList live(LiveEdition edition) {
        return new ModelList(edition.store(), edition.memory()::aheadBehind);
    }

    /** Of a projection whose client is not connected. */
    static ModelList stored(StoredModels store) {
        return new ModelList(store, after -> new TreeMap<>(ReadModelKey.AS_LISTED));
    }

    /** @param limit of the page behind it, whose documents are taken to be as large as those of this one */
    private record Page(
            NavigableMap<ReadModelKey, ReadModel> models,
            @Nullable ReadModelKey next,
            int limit) {}

    /** What exists, one page ahead of whoever asks for it; fails as the store does. */
    Flux<CurrentState> read() {
        return page(null, FIRST_PAGE)
                .expand(page -> page.next() == null ? Mono.empty() : page(page.next(), page.limit()))
                .concatMapIterable(ModelList::existing, 1);
    }

    private static List<CurrentState> existing(Page page) {
        List<CurrentState> existing = new ArrayList<>();
        page.models().forEach((key, model) -> {
            String json = model.json();
            if (json != null) {
                existing.add(new CurrentState(CurrentState.Kind.PERSISTED, key, json));
            }
        });
        return existing;
    }

    /** What is in memory is looked at first: what it does not have any more then is in the store. */
    private Mono<Page> page(@Nullable ReadModelKey after, int limit) {
        return Mono.defer(() -> {
            NavigableMap<ReadModelKey, ReadModel> ahead = memory.apply(after);
            return Mono.fromCompletionStage(() -> store.list(after, limit)).map(found -> merge(ahead, found, limit));
        });
    }

    private static Page merge(NavigableMap<ReadModelKey, ReadModel> ahead, StatePage found, int limit) {
        ReadModelKey next = found.next() == null
                ? null
                : StoredModels.keyOf(
                        found.documents().get(found.documents().size() - 1).name());
        NavigableMap<ReadModelKey, ReadModel> models = new TreeMap<>(next == null ? ahead : ahead.headMap(next, true));
        long bytes = 0;
        for (StateDocument document : found.documents()) {
            bytes += document.content().size();
            ReadModel model = StoredModels.read(document).model();
            models.merge(
                    StoredModels.keyOf(document.name()),
                    model,
                    (one, other) -> one.appliedThrough() < other.appliedThrough() ? other : one);
        }
        return new Page(models, next, limitAfter(found.documents().size(), bytes, limit));
    }

    private static int limitAfter(int documents, long bytes, int limit) {
        long fitting = bytes == 0 ? limit : BYTES * documents / bytes;
        return (int) Math.max(1, Math.min(Math.min(fitting, 2L * limit), LARGEST_PAGE));
    }
}
