package io.pushmi.runtime.processing;

import io.pushmi.runtime.storage.StorageUnavailable;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lets clients take part. */
public interface RegisterProcessors {
    /**
     * Starts a processor for every tenant, unless one with the same id is registered here. Where another Runtime runs it
     * for a tenant, it stands by. When the stage completes, each tenant's beginning is durable, so that it does not depend
     * on when the client comes back.
     *
     * @param targets what each tenant's events go to; asked again each time that the processor goes to work
     * @return fails with {@link StorageUnavailable} if the store cannot be asked now; nothing is registered then
     */
    CompletionStage<RegistrationResult> register(
            ProcessorDefinition definition, Function<TenantId, EventTarget> targets);

    /**
     * As {@link #register(ProcessorDefinition, Function)}, for a client that says who it is: where the processor is
     * registered already, by another client and with the same definition, this one stands by, and is the next in line.
     *
     * @param client null if it does not say who it is
     */
    default CompletionStage<RegistrationResult> register(
            ProcessorDefinition definition, @Nullable ClientId client, Function<TenantId, EventTarget> targets) {
        return register(definition, targets);
    }
}
