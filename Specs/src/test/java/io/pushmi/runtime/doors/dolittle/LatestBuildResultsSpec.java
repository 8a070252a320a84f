package io.pushmi.runtime.doors.dolittle;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pushmi.contracts.artifacts.Artifact;
import io.pushmi.contracts.runtime.client.ArtifactBuildResult;
import io.pushmi.contracts.runtime.client.BuildResult;
import io.pushmi.contracts.runtime.client.BuildResults;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LatestBuildResultsSpec {
    private final Logger logger = (Logger) LoggerFactory.getLogger(LatestBuildResults.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final LatestBuildResults results = new LatestBuildResults();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.DEBUG);
        logger.addAppender(log);
        log.start();
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    private static BuildResult result(BuildResult.Type type, String message) {
        return BuildResult.newBuilder().setType(type).setMessage(message).build();
    }

    private static BuildResults of(BuildResult result) {
        return BuildResults.newBuilder()
                .addEventTypes(ArtifactBuildResult.newBuilder()
                        .setAritfact(Requests.artifact(Requests.TYPE))
                        .setAlias("CustomerMoved")
                        .setBuildResult(result))
                .build();
    }

    private List<String> lines() {
        return log.list.stream()
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    @Test
    void keeps_those_of_the_last_handshake() {
        BuildResults last = of(result(BuildResult.Type.ERROR, "last"));
        results.set(of(result(BuildResult.Type.ERROR, "first")));

        results.set(last);

        assertThat(results.get()).isEqualTo(last);
    }

    @Test
    void logs_each_at_a_level_that_fits() {
        String subject = "event type 'CustomerMoved' (" + Requests.TYPE + "): ";

        results.set(of(result(BuildResult.Type.INFORMATION, "found")));
        results.set(of(result(BuildResult.Type.FAILURE, "left out")));
        results.set(of(result(BuildResult.Type.ERROR, "twice there")));

        assertThat(lines())
                .containsExactly(
                        "DEBUG Build result for " + subject + "found",
                        "WARN Build result for " + subject + "left out",
                        "ERROR Build result for " + subject + "twice there");
    }

    @Test
    void logs_artifacts_without_a_name_or_an_id_and_results_about_no_artifact() {
        results.set(BuildResults.newBuilder()
                .addFilters(ArtifactBuildResult.newBuilder().setBuildResult(result(BuildResult.Type.ERROR, "a")))
                .addProjections(ArtifactBuildResult.newBuilder()
                        .setAritfact(Artifact.newBuilder().setId(Requests.bytes(3)))
                        .setBuildResult(BuildResult.newBuilder().setTypeValue(9).setMessage("b")))
                .addOther(result(BuildResult.Type.FAILURE, "c"))
                .build());

        assertThat(lines())
                .containsExactly(
                        "DEBUG Build result for projection without an id: b",
                        "ERROR Build result for filter without an id: a",
                        "WARN Build result for the client: c");
    }
}
