package io.pushmi.runtime.doors.dolittle;

import static io.pushmi.runtime.doors.dolittle.Requests.OTHER_TENANT;
import static io.pushmi.runtime.doors.dolittle.Requests.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.contracts.runtime.resources.GetMongoDBResponse;
import io.pushmi.contracts.runtime.resources.GetRequest;
import io.pushmi.contracts.runtime.resources.ResourcesGrpc;
import io.pushmi.contracts.runtime.tenancy.GetAllRequest;
import io.pushmi.contracts.runtime.tenancy.GetAllResponse;
import io.pushmi.contracts.runtime.tenancy.Tenant;
import io.pushmi.contracts.runtime.tenancy.TenantsGrpc;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TenantsAndResourcesSpec {
    private final Door door = Door.configured(Map.of(
            "DOLITTLE__RUNTIME__TENANTS__" + TENANT + "__RESOURCES__READMODELS__CONNECTIONSTRING",
            "mongodb://one:27017/first",
            "DOLITTLE__RUNTIME__TENANTS__" + OTHER_TENANT + "__RESOURCES__READMODELS__DATABASE",
            "second"));

    @AfterEach
    void close() {
        door.close();
    }

    @Nested
    class when_asking_for_all_tenants {
        @Test
        void answers_with_those_that_are_configured_whoever_asks() {
            GetAllResponse answer = TenantsGrpc.newBlockingStub(door.channel())
                    .getAll(GetAllRequest.newBuilder()
                            .setCallContext(Requests.callFor(UUID.randomUUID()))
                            .build());

            assertThat(answer.hasFailure()).isFalse();
            assertThat(answer.getTenantsList())
                    .extracting(Tenant::getId)
                    .containsExactlyInAnyOrder(Requests.uuid(TENANT), Requests.uuid(OTHER_TENANT));
        }
    }

    @Nested
    class when_asking_for_the_read_models_of_a_tenant {
        private GetMongoDBResponse of(UUID tenant) {
            return ResourcesGrpc.newBlockingStub(door.channel())
                    .getMongoDB(GetRequest.newBuilder()
                            .setCallContext(Requests.callFor(tenant))
                            .build());
        }

        @Test
        void answers_with_its_connection_string() {
            assertThat(of(TENANT).getConnectionString()).isEqualTo("mongodb://one:27017/first");
            assertThat(of(OTHER_TENANT).getConnectionString()).isEqualTo("mongodb://localhost:27017/second");
        }

        @Test
        void gives_its_credentials_and_options_and_puts_the_database_in() {
            assertThat(configured(
                            "CONNECTIONSTRING",
                            "mongodb://user:secret@one:27017,two/?replicaSet=rs0",
                            "DATABASE",
                            "models"))
                    .isEqualTo("mongodb://user:secret@one:27017,two/models?replicaSet=rs0");
            assertThat(configured("CONNECTIONSTRING", "mongodb+srv://cluster.example", "DATABASE", "models"))
                    .isEqualTo("mongodb+srv://cluster.example/models");
        }

        @Test
        void makes_it_of_a_host_where_there_is_no_connection_string() {
            assertThat(configured("HOST", "one", "DATABASE", "models")).isEqualTo("mongodb://one/models");
            assertThat(configured("HOST", "mongodb://one:27018", "DATABASE", "models", "USESSL", "true"))
                    .isEqualTo("mongodb://one:27018/models?tls=true");
        }

        private String configured(String... settings) {
            Map<String, String> environment = new HashMap<>();
            for (int i = 0; i < settings.length; i += 2) {
                environment.put(
                        "DOLITTLE__RUNTIME__TENANTS__" + TENANT + "__RESOURCES__READMODELS__" + settings[i],
                        settings[i + 1]);
            }
            try (Door other = Door.configured(environment)) {
                return ResourcesGrpc.newBlockingStub(other.channel())
                        .getMongoDB(GetRequest.newBuilder()
                                .setCallContext(Requests.callFor(TENANT))
                                .build())
                        .getConnectionString();
            }
        }

        @Test
        void names_a_tenant_that_is_not_configured() {
            UUID unknown = UUID.randomUUID();

            Answered.failure(of(unknown).getFailure(), FailureType.UNKNOWN, unknown.toString(), TENANT.toString());
        }
    }
}
