package io.pushmi.runtime.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.pushmi.runtime.storage.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Tells whether bytes are one JSON value (RFC 8259), and if not, where they stop being one. */
final class JsonContent {
    private static final int DEEPEST = 1000;

    /** Length limits are the commit's affair; only the depth is limited here. */
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonContent() {}

    /** What is wrong, with the position; empty if nothing is. */
    static Optional<String> problemIn(Bytes content) {
        if (content.size() == 0) {
            return Optional.of("it is empty");
        }
        try (JsonParser parser = JSON.createParser(content.array())) {
            if (parser.nextToken() == null) {
                return Optional.of("it is blank");
            }
            parser.skipChildren();
            return parser.nextToken() == null
                    ? Optional.empty()
                    : Optional.of("there is more after the first value, at line "
                            + parser.currentTokenLocation().getLineNr() + ", column "
                            + parser.currentTokenLocation().getColumnNr());
        } catch (JsonProcessingException problem) {
            return Optional.of(describe(problem));
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory failed", impossible);
        }
    }

    private static String describe(JsonProcessingException problem) {
        String where = problem.getLocation() == null
                ? ""
                : " at line " + problem.getLocation().getLineNr() + ", column "
                        + problem.getLocation().getColumnNr();
        return problem.getOriginalMessage() + where;
    }
}
