package io.pushmi.runtime.server;

import com.google.inject.AbstractModule;
import io.pushmi.runtime.doors.dolittle.DolittleDoor;
import io.pushmi.runtime.doors.dolittle.RuntimeVersion;

/** The door for clients of the Dolittle contracts. */
final class DolittleDoorModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(RuntimeVersion.class).toInstance(new RuntimeVersion(BuildVersion.CURRENT));
        bind(DolittleDoor.class);
    }
}
