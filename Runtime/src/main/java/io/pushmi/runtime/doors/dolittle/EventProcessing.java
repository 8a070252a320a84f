package io.pushmi.runtime.doors.dolittle;

import io.pushmi.runtime.processing.RegisterProcessors;
import io.pushmi.runtime.processing.filters.RegisterFilters;
import io.pushmi.runtime.processing.projections.Projections;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What works through events for clients.
 *
 * @param timer pings clients and notices their silence
 */
public record EventProcessing(
        RegisterProcessors handlers,
        RegisterFilters filters,
        Projections projections,
        ScheduledExecutorService timer) {}
