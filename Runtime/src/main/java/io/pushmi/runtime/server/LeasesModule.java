package io.pushmi.runtime.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.pushmi.runtime.leases.Leases;
import io.pushmi.runtime.leases.SoleLeases;

/** Who of several may do what only one is to do. */
final class LeasesModule extends AbstractModule {
    @Provides
    @Singleton
    Leases leases() {
        return new SoleLeases();
    }
}
