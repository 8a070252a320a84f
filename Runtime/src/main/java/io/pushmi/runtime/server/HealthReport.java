package io.pushmi.runtime.server;

import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.pushmi.runtime.storage.StorageEngine;
import io.pushmi.runtime.storage.StorageHealth;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells gRPC health checks how the store is doing. The whole is serving only while the store is healthy. A service is
 * not serving when nothing is, or when it has to write and only reads are served.
 */
final class HealthReport {
    private static final Logger LOG = LoggerFactory.getLogger(HealthReport.class);
    private static final long EVERY_MILLISECONDS = 500;
    static final Set<String> WRITING = Set.of(
            "dolittle.runtime.events.EventStore",
            "dolittle.runtime.events.EventTypes",
            "dolittle.runtime.aggregates.AggregateRoots");

    private final StorageEngine engine;
    private final List<GrpcPort> ports;
    private final ScheduledFuture<?> schedule;
    private @Nullable StorageHealth reported;

    /** Reports once before this returns, and again soon after anything changes. */
    HealthReport(StorageEngine engine, List<GrpcPort> ports, ScheduledExecutorService timer) {
        this.engine = engine;
        this.ports = List.copyOf(ports);
        report();
        this.schedule = timer.scheduleWithFixedDelay(
                this::report, EVERY_MILLISECONDS, EVERY_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    /** Reports that nothing is served any more, for good. */
    void end() {
        schedule.cancel(false);
        ports.forEach(GrpcPort::reportEnd);
    }

    private synchronized void report() {
        StorageHealth now = look();
        if (now.equals(reported)) {
            return;
        }
        log(now);
        for (GrpcPort port : ports) {
            port.services().forEach(service -> port.report(service, statusOf(service, now)));
            port.report(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, serving(now instanceof StorageHealth.Healthy));
        }
        reported = now;
    }

    private StorageHealth look() {
        try {
            return engine.health();
        } catch (RuntimeException failure) {
            // A periodic task that fails is never run again, and the last report would stand for ever.
            return new StorageHealth.Unavailable(String.valueOf(failure.getMessage()));
        }
    }

    private void log(StorageHealth now) {
        if (now instanceof StorageHealth.ReadOnly readOnly) {
            LOG.warn("the store takes no commits: {}", readOnly.reason());
        } else if (now instanceof StorageHealth.Unavailable unavailable) {
            LOG.warn("the store serves nothing: {}", unavailable.reason());
        } else if (reported != null) {
            LOG.info("the store serves reads and commits again");
        }
    }

    private static ServingStatus statusOf(String service, StorageHealth health) {
        return serving(health instanceof StorageHealth.Healthy
                || (health instanceof StorageHealth.ReadOnly && !WRITING.contains(service)));
    }

    private static ServingStatus serving(boolean isServing) {
        return isServing ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    }
}
