package io.pushmi.runtime.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LogNameSpec {
    private static final ScopeId SCOPE = new ScopeId(UUID.fromString("6b3e1d0a-52a0-4a1e-8f5e-6d4c0a7d9b01"));
    private static final StreamId STREAM = new StreamId(UUID.fromString("0d1c3c8e-7c9c-4d9b-93a1-1f2f7d2f5e02"));

    @Test
    void the_default_scope_has_the_main_log() {
        assertThat(LogName.ofScope(ScopeId.DEFAULT)).isEqualTo(LogName.MAIN);
    }

    @Test
    void streams_of_all_kinds_and_scopes_have_names_of_their_own() {
        assertThat(LogName.ofStream(ScopeId.DEFAULT, STREAM).value())
                .isEqualTo("stream-0d1c3c8e-7c9c-4d9b-93a1-1f2f7d2f5e02");
        assertThat(LogName.ofStream(SCOPE, STREAM).value())
                .isEqualTo("scope-6b3e1d0a-52a0-4a1e-8f5e-6d4c0a7d9b01-stream-0d1c3c8e-7c9c-4d9b-93a1-1f2f7d2f5e02");
        assertThat(LogName.ofPublicStream(STREAM).value())
                .isEqualTo("public-stream-0d1c3c8e-7c9c-4d9b-93a1-1f2f7d2f5e02");
    }
}
