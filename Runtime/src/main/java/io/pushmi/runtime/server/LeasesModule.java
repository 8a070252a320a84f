package io.pushmi.runtime.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.pushmi.runtime.leases.Leases;
import io.pushmi.runtime.leases.SharedLeases;
import io.pushmi.runtime.leases.SoleLeases;
import io.pushmi.runtime.storage.StateStorage;

/** Who of several may do what only one is to do. */
final class LeasesModule extends AbstractModule {
    private final boolean isShared;
    private final Threads threads;

    /** @param isShared whether other Runtimes may have the same store open */
    LeasesModule(boolean isShared, Threads threads) {
        this.isShared = isShared;
        this.threads = threads;
    }

    @Provides
    @Singleton
    Leases leases(StateStorage states) {
        return isShared ? new SharedLeases(states, threads.timer(), System::nanoTime) : new SoleLeases();
    }
}
