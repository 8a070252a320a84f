package io.pushmi.runtime.configuration;

import static io.pushmi.runtime.configuration.Scenario.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReadModelsSpec {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mongodb://db | shop | mongodb://db/shop",
                "mongodb://db/ | shop | mongodb://db/shop",
                "mongodb://db/other | shop | mongodb://db/shop",
                "mongodb://db/other |  | mongodb://db/other",
                "mongodb://db |  | mongodb://db/readmodels-" + TENANT,
                "mongodb://a:1,b:2/?replicaSet=rs0 | shop | mongodb://a:1,b:2/shop?replicaSet=rs0",
                "mongodb://db?ssl=true | shop | mongodb://db/shop?ssl=true",
                "mongodb+srv://u:p%40@db.example/old?w=1&x=2 | shop | mongodb+srv://u:p%40@db.example/shop?w=1&x=2",
            })
    void get_the_database_put_into_the_connection_string(String written, String database, String expected) {
        assertThat(readModels("connectionString: '" + written + "', database: " + orNothing(database)))
                .isEqualTo(new ReadModels(expected, false));
    }

    @ParameterizedTest
    @CsvSource({
        "db, false, mongodb://db/shop",
        "db:27018, true, mongodb://db:27018/shop?tls=true",
        "mongodb://db:27017/?replicaSet=rs0, true, mongodb://db:27017/shop?replicaSet=rs0&tls=true",
        "mongodb://db/?ssl=false&w=1, true, mongodb://db/shop?w=1&tls=true",
        "mongodb://db/?tls=true, false, mongodb://db/shop?tls=true",
    })
    void get_their_connection_string_from_host_and_encryption(String host, boolean useSsl, String expected) {
        assertThat(readModels("host: '" + host + "', useSSL: " + useSsl + ", database: shop"))
                .isEqualTo(new ReadModels(expected, false));
    }

    @Test
    void prefer_the_connection_string_to_the_host() {
        assertThat(readModels("host: a, useSSL: true, connectionString: 'mongodb://b', database: shop"))
                .isEqualTo(new ReadModels("mongodb://b/shop", false));
    }

    @Test
    void are_the_default_for_a_tenant_that_has_none() {
        assertThat(readModels("")).isEqualTo(new ReadModels("mongodb://localhost:27017/readmodels-" + TENANT, true));
    }

    private ReadModels readModels(String settings) {
        return new Scenario(folder)
                .runtimeYml("tenants: {" + TENANT + ": {resources: {readModels: {" + settings + "}}}}")
                .tenant()
                .readModels();
    }

    private static String orNothing(String text) {
        return text == null ? "~" : text;
    }
}
