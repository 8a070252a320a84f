package io.pushmi.runtime.processing.filters;

import io.pushmi.runtime.storage.StorageUnavailable;
import java.util.concurrent.CompletionStage;

/** Lets clients choose events, of which a stream is made for every tenant. */
public interface RegisterFilters {
    /**
     * Starts the filter for every tenant, unless what is asked for cannot be, or the filter is at work already. The events
     * that the client includes get into its stream each once and in order, whoever else works on the stream.
     *
     * @return fails with {@link StorageUnavailable} if the store cannot be asked now; nothing is registered then
     */
    CompletionStage<FilterRegistrationResult> register(FilterDefinition definition, FilterClient client);
}
