package io.pushmi.runtime.processing.filters;

import io.pushmi.runtime.events.streams.StreamDefinition;
import io.pushmi.runtime.events.streams.StreamDefinitions;
import io.pushmi.runtime.events.streams.StreamEvents;
import io.pushmi.runtime.events.streams.StreamKind;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.processing.ClientId;
import io.pushmi.runtime.processing.ProcessorDefinition;
import io.pushmi.runtime.processing.ProcessorId;
import io.pushmi.runtime.processing.ProcessorKind;
import io.pushmi.runtime.processing.RegisterProcessors;
import io.pushmi.runtime.processing.RegistrationResult;
import io.pushmi.runtime.processing.Selection;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.ScopeId;
import io.pushmi.runtime.storage.StateStorage;
import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** The filters of one Runtime. May be used by any number of threads; nothing here blocks. */
public final class Filters implements RegisterFilters {
    private final RegisterProcessors processors;
    private final EventLogs logs;
    private final EventLogStorage storage;
    private final StreamDefinitions definitions;
    private final Tenants tenants;
    private final ScheduledExecutorService timer;

    /**
     * Filters that work on the processors of the same Runtime.
     *
     * @param timer starts what has to be tried again
     */
    public Filters(
            RegisterProcessors processors,
            EventLogs logs,
            EventLogStorage storage,
            StateStorage states,
            Tenants tenants,
            ScheduledExecutorService timer) {
        this.processors = processors;
        this.logs = logs;
        this.storage = storage;
        this.definitions = new StreamDefinitions(states);
        this.tenants = tenants;
        this.timer = timer;
    }

    @Override
    public CompletionStage<FilterRegistrationResult> register(FilterDefinition definition, FilterClient client) {
        return register(definition, null, client);
    }

    @Override
    public CompletionStage<FilterRegistrationResult> register(
            FilterDefinition definition, @Nullable ClientId id, FilterClient client) {
        if (definition.id().equals(FilterId.NOT_WRITEABLE)) {
            return CompletableFuture.completedFuture(
                    new FilterRegistrationResult.NotWriteable("the filter id " + definition.id()
                            + " stands for the event log, which filters cannot write to; expected any other"));
        }
        if (definition.kind() == StreamKind.PUBLIC && !definition.scope().equals(ScopeId.DEFAULT)) {
            return CompletableFuture.completedFuture(new FilterRegistrationResult.Refused("public filter "
                    + definition.id() + " asks for scope " + definition.scope()
                    + ", but public streams are made of the default scope " + ScopeId.DEFAULT + " only"));
        }
        StreamDefinition stream = new StreamDefinition(definition.scope(), definition.id().stream(), definition.kind());
        return objection(stream)
                .thenCompose(objection -> objection.isPresent()
                        ? CompletableFuture.completedFuture(new FilterRegistrationResult.Refused(objection.get()))
                        : begin(stream, id, client));
    }

    private CompletionStage<Optional<String>> objection(StreamDefinition stream) {
        CompletionStage<Optional<String>> objection = CompletableFuture.completedFuture(Optional.empty());
        for (TenantId tenant : tenants.all()) {
            objection = objection.thenCompose(
                    found -> found.isPresent() ? CompletableFuture.completedFuture(found) : objection(tenant, stream));
        }
        return objection;
    }

    private CompletionStage<Optional<String>> objection(TenantId tenant, StreamDefinition stream) {
        LogId log = new LogId(tenant, stream.name());
        return definitions.find(log).thenCompose(found -> {
            Optional<StreamDefinition> other = found.filter(before -> !before.equals(stream));
            return other.isEmpty()
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : storage.lastByKey(log, new Key.OfCheckpoint(StreamEvents.FILTER))
                            .thenApply(last -> last.map(event -> changed(log, stream, other.get())));
        });
    }

    private static String changed(LogId log, StreamDefinition stream, StreamDefinition before) {
        return "the filter is to be " + text(stream.kind()) + ", but stream " + log + " has events already and is "
                + text(before.kind()) + "; register it as before, or under another id";
    }

    private static String text(StreamKind kind) {
        return kind == StreamKind.PRIVATE ? "unpartitioned" : "partitioned";
    }

    private CompletionStage<FilterRegistrationResult> begin(
            StreamDefinition stream, @Nullable ClientId client, FilterClient filter) {
        boolean isPublic = stream.kind() == StreamKind.PUBLIC;
        ProcessorId processor = new ProcessorId(
                isPublic ? ProcessorKind.PUBLIC_FILTER : ProcessorKind.FILTER,
                stream.scope(),
                stream.id().value());
        return processors
                .register(
                        ProcessorDefinition.sequential(
                                processor, null, isPublic ? Selection.PUBLIC : Selection.EVERYTHING),
                        client,
                        tenant -> target(tenant, stream, filter))
                .thenApply(Filters::result);
    }

    private FilterTarget target(TenantId tenant, StreamDefinition stream, FilterClient client) {
        StreamLog log =
                new StreamLog(new LogId(tenant, stream.source()), new LogId(tenant, stream.name()), logs, storage);
        return new FilterTarget(tenant, stream, client, definitions, new StreamWriter(log, timer));
    }

    private static FilterRegistrationResult result(RegistrationResult result) {
        if (result instanceof RegistrationResult.Registered registered) {
            return new FilterRegistrationResult.Registered(registered.registration());
        }
        return result instanceof RegistrationResult.Refused refused
                ? new FilterRegistrationResult.Refused(refused.reason())
                : new FilterRegistrationResult.AlreadyRegistered();
    }
}
