package io.pushmi.runtime.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EndpointsSpec {
    @TempDir
    Path folder;

    @Test
    void that_share_a_port_are_refused() {
        assertThat(new Scenario(folder)
                        .environment("endpoints.web.port", "9700")
                        .refusal())
                .hasMessage("endpoints.web.port (DOLITTLE__RUNTIME__ENDPOINTS__WEB__PORT): found \"9700\","
                        + " expected another port than endpoints.metrics.port");
    }

    @Test
    void that_share_a_port_on_other_addresses_are_fine() {
        Scenario scenario = new Scenario(folder)
                .environment("endpoints.web.port", "9700")
                .environment("endpoints.web.host", "127.0.0.1")
                .environment("endpoints.metrics.host", "10.0.0.7");

        assertThat(scenario.load().endpoint(EndpointName.WEB).port()).isEqualTo(9700);
    }

    @Test
    void that_share_a_port_are_fine_when_one_is_off() {
        Scenario scenario = new Scenario(folder)
                .environment("endpoints.web.port", "9700")
                .environment("endpoints.metrics.enabled", "false");

        assertThat(scenario.load().endpoint(EndpointName.METRICS).enabled()).isFalse();
    }

    @Test
    void may_all_pick_free_ports() {
        Scenario scenario = new Scenario(folder);
        for (EndpointName name : EndpointName.values()) {
            scenario.environment("endpoints." + name.key() + ".port", "0");
        }

        assertThat(scenario.load().endpoints().values())
                .extracting(Endpoint::port)
                .containsOnly(0);
    }

    @Test
    void of_an_older_configuration_come_before_the_default_port_of_generation_5() {
        RuntimeConfiguration configuration = new Scenario(folder)
                .environment("endpoints.public.port", "50054")
                .load();

        assertThat(configuration.endpoint(EndpointName.PUBLIC)).isEqualTo(new Endpoint("0.0.0.0", 50054, true));
        assertThat(configuration.endpoint(EndpointName.PRIVATE_V5).enabled()).isFalse();
        assertThat(configuration.warnings())
                .singleElement()
                .asString()
                .contains("endpoints.privateV5 is off", "endpoints.public.port");
    }

    @Test
    void of_generation_5_are_refused_when_they_were_asked_for_on_a_taken_port() {
        assertThat(new Scenario(folder)
                        .environment("endpoints.privateV5.port", "50053")
                        .refusal())
                .hasMessageStartingWith("endpoints.privateV5.port (DOLITTLE__RUNTIME__ENDPOINTS__PRIVATEV5__PORT)");
    }
}
