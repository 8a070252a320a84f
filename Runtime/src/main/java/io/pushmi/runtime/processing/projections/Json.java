package io.pushmi.runtime.processing.projections;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** JSON as clients and events bring it: only its depth is limited here. */
final class Json {
    private static final int DEEPEST = 1000;

    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Json() {}

    /** Why a text is not one JSON object; empty if it is one. */
    static Optional<String> objectionToObject(String text) {
        try (JsonParser json = FACTORY.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.of("expected a JSON object, found "
                        + (json.currentToken() == null ? "nothing" : "a JSON value that is none"));
            }
            json.skipChildren();
            return json.nextToken() == null
                    ? Optional.empty()
                    : Optional.of("expected one JSON object, found more behind it");
        } catch (JsonProcessingException problem) {
            return Optional.of("expected a JSON object, found text that is not JSON: " + problem.getOriginalMessage());
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory failed", impossible);
        }
    }
}
