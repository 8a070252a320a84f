package io.pushmi.runtime.configuration;

import static io.pushmi.runtime.configuration.Scenario.MICROSERVICE;
import static io.pushmi.runtime.configuration.Scenario.OTHER_TENANT;
import static io.pushmi.runtime.configuration.Scenario.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in the files: there is a configuration, or a refusal that says where. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MutatedFilesSpec {
    private static final int FILES = 2_000;
    private static final String RUNTIME_YML = String.join(
            "\n",
            "endpoints:",
            "  public: {port: 50052, host: 0.0.0.0}",
            "  private: &private",
            "    port: 0",
            "    enabled: true",
            "  privateV5: *private",
            "platform:",
            "  microserviceID: " + MICROSERVICE,
            "  environment: \"Production\"",
            "storage: {path: ./data, memory: 256MiB}",
            "limits:",
            "  commit: 12MiB",
            "  wait: 10s",
            "microservices:",
            "  " + MICROSERVICE + ": {host: producer, port: 50052}",
            "tenants:",
            "  " + TENANT + ":",
            "    resources:",
            "      readModels:",
            "        connectionString: 'mongodb://user:hunter2@db:27017/?tls=true'",
            "        database: shop",
            "      eventStore: {servers: [a, 'b:27018'], database: events}",
            "    eventHorizons:",
            "      " + MICROSERVICE + ":",
            "        consents:",
            "          - consumerTenant: " + OTHER_TENANT,
            "            stream: " + MICROSERVICE,
            "            partition: 5",
            "            consent: " + TENANT,
            "");
    private static final String CONSENTS = "{\"" + TENANT + "\": [{\"microservice\": \"" + MICROSERVICE
            + "\", \"tenant\": \"" + OTHER_TENANT + "\", \"stream\": \"" + MICROSERVICE
            + "\", \"partition\": \"p\", \"consent\": \"" + TENANT + "\"}]}";
    private static final List<String> TOKENS = List.of(
            ":",
            ": ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "&a ",
            "*a",
            "*private",
            "\n",
            "\n  ",
            "\t",
            "#",
            "|\n",
            ">",
            "? ",
            "!!binary ",
            "!!map ",
            "!x ",
            "%YAML 1.2\n",
            "---\n",
            "...\n",
            "<<: ",
            "~",
            "\0",
            "\uFEFF",
            "\u0085",
            "æ",
            "𝄞",
            "-1",
            "99999999999999999999",
            "1e400",
            ".nan",
            "0b11",
            "0o7",
            "@",
            "`",
            "\\");

    @TempDir
    Path folder;

    @Test
    void are_read_or_refused() {
        Random random = new Random(20_240_601);
        int read = 0;
        int refused = 0;
        for (int i = 0; i < FILES; i++) {
            Scenario scenario = new Scenario(folder)
                    .bytes("runtime.yml", mutated(RUNTIME_YML, random))
                    .bytes("event-horizon-consents.json", i % 4 == 0 ? mutated(CONSENTS, random) : bytes(CONSENTS));
            try {
                assertThat(scenario.load().tenants()).isNotEmpty();
                read++;
            } catch (InvalidConfiguration refusal) {
                refused++;
                assertThat(refusal.problems())
                        .isNotEmpty()
                        .allSatisfy(
                                problem -> assertThat(problem).hasLineCount(1).contains("expected"));
            }
        }
        assertThat(read).isGreaterThan(FILES / 20);
        assertThat(refused).isGreaterThan(FILES / 20);
    }

    private static byte[] mutated(String text, Random random) {
        byte[] content = bytes(text);
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int from = random.nextInt(content.length + 1);
            int to = Math.min(content.length, from + random.nextInt(12));
            ByteArrayOutputStream changed = new ByteArrayOutputStream();
            changed.write(content, 0, from);
            switch (random.nextInt(5)) {
                case 0 -> changed.writeBytes(bytes(TOKENS.get(random.nextInt(TOKENS.size()))));
                case 1 -> changed.write(random.nextInt(256));
                case 2 -> changed.write(content, 0, to);
                case 3 -> to = from;
                default -> changed.write(content, from, content.length - from);
            }
            changed.write(content, to, content.length - to);
            content = changed.toByteArray();
        }
        return content;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
