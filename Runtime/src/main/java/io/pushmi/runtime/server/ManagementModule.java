package io.pushmi.runtime.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import io.pushmi.runtime.management.StoreKeeping;
import io.pushmi.runtime.storage.Upkeep;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What operators ask. */
final class ManagementModule extends AbstractModule {
    @Provides
    @Singleton
    StoreKeeping keeping(Optional<Upkeep> upkeep) {
        return new StoreKeeping(upkeep);
    }
}
