package io.pushmi.runtime.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.pushmi.runtime.configuration.Limits;
import io.pushmi.runtime.log.EventLogs;
import io.pushmi.runtime.log.LogSettings;
import io.pushmi.runtime.storage.StorageEngine;
import java.time.Clock;

/** The event logs at work. */
final class LogModule extends AbstractModule {
    private final Threads threads;

    LogModule(Threads threads) {
        this.threads = threads;
    }

    @Provides
    @Singleton
    EventLogs logs(StorageEngine engine, Limits limits) {
        return new EventLogs(
                engine.logs(),
                LogSettings.of(limits.commitWait(), limits.pendingCommits()).shared(engine.isShared()),
                Clock.systemUTC(),
                threads.logs(),
                threads.timer());
    }
}
