package io.pushmi.runtime.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.pushmi.runtime.configuration.Limits;
import io.pushmi.runtime.configuration.Platform;
import io.pushmi.runtime.configuration.RuntimeConfiguration;
import io.pushmi.runtime.execution.ExecutionContextPolicy;
import io.pushmi.runtime.tenancy.Tenants;

/** What every room may ask: the configuration, the tenants, and which calls are served. */
final class ConfigurationModule extends AbstractModule {
    private final RuntimeConfiguration configuration;

    ConfigurationModule(RuntimeConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    protected void configure() {
        bind(RuntimeConfiguration.class).toInstance(configuration);
        bind(Limits.class).toInstance(configuration.limits());
        bind(Platform.class).toInstance(configuration.platform());
    }

    @Provides
    @Singleton
    Tenants tenants() {
        return new Tenants(configuration.tenants().keySet());
    }

    @Provides
    @Singleton
    ExecutionContextPolicy policy(Tenants tenants, Platform platform) {
        return new ExecutionContextPolicy(tenants, platform.configuredMicroservice(), platform.configuredEnvironment());
    }
}
