package io.pushmi.runtime.doors.dolittle;

import io.pushmi.contracts.runtime.client.ArtifactBuildResult;
import io.pushmi.contracts.runtime.client.BuildResult;
import io.pushmi.contracts.runtime.client.BuildResults;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the client that shook hands last noticed while it was put together. May be used by any number of threads. */
final class LatestBuildResults {
    private static final Logger LOG = LoggerFactory.getLogger(LatestBuildResults.class);

    private volatile BuildResults latest = BuildResults.getDefaultInstance();

    /** Empty before the first handshake. */
    BuildResults get() {
        return latest;
    }

    /** Replaces what was there, and logs it. */
    void set(BuildResults results) {
        latest = results;
        log("event type", results.getEventTypesList());
        log("aggregate root", results.getAggregateRootsList());
        log("event handler", results.getEventHandlersList());
        log("projection", results.getProjectionsList());
        log("embedding", results.getEmbeddingsList());
        log("filter", results.getFiltersList());
        for (BuildResult result : results.getOtherList()) {
            log("the client", result);
        }
    }

    private static void log(String kind, List<ArtifactBuildResult> results) {
        for (ArtifactBuildResult result : results) {
            log(kind + " " + nameOf(result), result.getBuildResult());
        }
    }

    private static void log(String subject, BuildResult result) {
        switch (result.getType()) {
            case ERROR -> LOG.error("Build result for {}: {}", subject, result.getMessage());
            case FAILURE -> LOG.warn("Build result for {}: {}", subject, result.getMessage());
            default -> LOG.debug("Build result for {}: {}", subject, result.getMessage());
        }
    }

    private static String nameOf(ArtifactBuildResult result) {
        var id = result.getAritfact().getId().getValue();
        String idText = id.size() == Guids.LENGTH ? Guids.read(id, 0).toString() : "without an id";
        return result.getAlias().isEmpty() ? idText : "'" + result.getAlias() + "' (" + idText + ")";
    }
}
