package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Lets clients take part. */
public interface RegisterProcessors {
    /**
     * Starts a processor for every tenant, unless one with the same id is at work. When the stage completes, each tenant's
     * beginning is durable, so that it does not depend on when the client comes back.
     *
     * @param targets what each tenant's events go to
     * @return fails with {@link StorageUnavailable} if the store cannot be asked now; nothing is registered then
     */
    CompletionStage<RegistrationResult> register(
            ProcessorDefinition definition, Function<TenantId, EventTarget> targets);
}
