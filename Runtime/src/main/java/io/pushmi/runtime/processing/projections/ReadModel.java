package io.pushmi.runtime.processing.projections;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.storage.StorageDamaged;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the events up to one of them have made of a read model.
 *
 * @param json its state byte for byte as the client gave it; null if there is none, or none any more
 * @param appliedThrough the number of the last event that was applied; {@link #NOTHING} if none was
 */
record ReadModel(@Nullable String json, long appliedThrough) {
    static final long NOTHING = -1;
    static final ReadModel ABSENT = new ReadModel(null, NOTHING);

    private static final String APPLIED_THROUGH = "appliedThrough";
    private static final String DELETED = "deleted";
    private static final String STATE = "state";

    static ReadModel of(String json, SequenceNumber appliedThrough) {
        return new ReadModel(json, appliedThrough.value());
    }

    static ReadModel deleted(SequenceNumber appliedThrough) {
        return new ReadModel(null, appliedThrough.value());
    }

    boolean has(SequenceNumber event) {
        return event.value() <= appliedThrough;
    }

    /** Whether all that it has happened before that event. */
    boolean isBefore(SequenceNumber event) {
        return appliedThrough < event.value();
    }

    /** As a document: the state stands last, as it is, so that it can be read by people and taken out unchanged. */
    Bytes encode() {
        String applied = "{\"" + APPLIED_THROUGH + "\":" + appliedThrough + ",\"";
        return Bytes.utf8(applied + (json == null ? DELETED + "\":true}" : STATE + "\":" + json + "}"));
    }

    /** @throws StorageDamaged if the content is something else */
    static ReadModel decode(StateName name, Bytes content) {
        String text = content.asUtf8();
        try (JsonParser parser = Json.FACTORY.createParser(text)) {
            expect(parser.nextToken() == JsonToken.START_OBJECT);
            expect(APPLIED_THROUGH.equals(parser.nextFieldName()));
            expect(parser.nextToken() == JsonToken.VALUE_NUMBER_INT);
            long appliedThrough = parser.getLongValue();
            String what = parser.nextFieldName();
            JsonToken value = parser.nextToken();
            if (DELETED.equals(what)) {
                expect(value == JsonToken.VALUE_TRUE && parser.nextToken() == JsonToken.END_OBJECT);
                return new ReadModel(null, appliedThrough);
            }
            expect(STATE.equals(what) && value == JsonToken.START_OBJECT);
            int from = (int) parser.currentTokenLocation().getCharOffset();
            parser.skipChildren();
            int to = (int) parser.currentLocation().getCharOffset();
            expect(parser.nextToken() == JsonToken.END_OBJECT);
            return new ReadModel(text.substring(from, to), appliedThrough);
        } catch (IOException notOurs) {
            throw new StorageDamaged("the state document " + name + " is not a read model", notOurs);
        }
    }

    private static void expect(boolean isAsWritten) throws IOException {
        if (!isAsWritten) {
            throw new IOException("it is not written as read models are");
        }
    }
}
