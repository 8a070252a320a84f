package io.pushmi.runtime.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.tenancy.TenantId;
import io.pushmi.runtime.tenancy.Tenants;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ExecutionContextPolicySpec {
    private static final MicroserviceId OURS = new MicroserviceId(UUID.randomUUID());
    private static final MicroserviceId FOREIGN = new MicroserviceId(UUID.randomUUID());
    private static final Environment PRODUCTION = new Environment("Production");
    private static final Tenants TENANTS = new Tenants(List.of(TenantId.DEVELOPMENT));

    private static ExecutionContext context(TenantId tenant, MicroserviceId microservice, String environment) {
        return new ExecutionContext(
                microservice,
                tenant,
                Version.NOT_SET,
                CorrelationId.SYSTEM,
                List.of(),
                new Environment(environment),
                null);
    }

    @Nested
    class when_nothing_but_tenants_is_configured {
        private final ExecutionContextPolicy policy =
                new ExecutionContextPolicy(TENANTS, Optional.empty(), Optional.empty());

        @Test
        void any_microservice_and_environment_pass() {
            assertThat(policy.objection(context(TenantId.DEVELOPMENT, FOREIGN, "Anywhere")))
                    .isEmpty();
        }

        @Test
        void another_tenant_does_not_and_is_told_which_would() {
            assertThat(policy.objection(context(TenantId.SYSTEM, FOREIGN, "Anywhere")))
                    .hasValueSatisfying(objection -> assertThat(objection)
                            .contains(TenantId.SYSTEM.toString(), TenantId.DEVELOPMENT.toString()));
        }

        @Test
        void the_tenant_does_not_matter_for_work_that_is_for_none() {
            assertThat(policy.objectionToCaller(context(TenantId.SYSTEM, FOREIGN, "Anywhere")))
                    .isEmpty();
        }
    }

    @Nested
    class when_microservice_and_environment_are_configured {
        private final ExecutionContextPolicy policy =
                new ExecutionContextPolicy(TENANTS, Optional.of(OURS), Optional.of(PRODUCTION));

        @Test
        void ours_pass() {
            assertThat(policy.objection(context(TenantId.DEVELOPMENT, OURS, "Production")))
                    .isEmpty();
        }

        @Test
        void a_foreign_microservice_does_not() {
            assertThat(policy.objection(context(TenantId.DEVELOPMENT, FOREIGN, "Production")))
                    .hasValueSatisfying(
                            objection -> assertThat(objection).contains(OURS.toString(), FOREIGN.toString()));
        }

        @Test
        void another_environment_does_not_and_case_matters() {
            assertThat(policy.objection(context(TenantId.DEVELOPMENT, OURS, "production")))
                    .hasValueSatisfying(objection -> assertThat(objection).contains("'production'", "'Production'"));
        }

        @Test
        void an_environment_that_is_not_stated_passes() {
            assertThat(policy.objection(context(TenantId.DEVELOPMENT, OURS, "")))
                    .isEmpty();
            assertThat(policy.objection(context(TenantId.DEVELOPMENT, OURS, "Undetermined")))
                    .isEmpty();
        }
    }
}
