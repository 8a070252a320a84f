package io.pushmi.runtime.processing.filters;

import io.pushmi.runtime.processing.ClientId;
import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lets clients choose events, of which a stream is made for every tenant. */
public interface RegisterFilters {
    /**
     * Starts the filter for every tenant, unless what is asked for cannot be, or the filter is at work already. The events
     * that the client includes get into its stream each once and in order, whoever else works on the stream.
     *
     * @return fails with {@link StorageUnavailable} if the store cannot be asked now; nothing is registered then
     */
    CompletionStage<FilterRegistrationResult> register(FilterDefinition definition, FilterClient client);

    /**
     * The same for a client that says who it is, which stands by where another one has registered the same filter.
     *
     * @param id null if it does not say who it is
     */
    default CompletionStage<FilterRegistrationResult> register(
            FilterDefinition definition, @Nullable ClientId id, FilterClient client) {
        return register(definition, client);
    }
}
