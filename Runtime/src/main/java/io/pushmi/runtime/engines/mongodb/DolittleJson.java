package io.pushmi.runtime.engines.mongodb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.pushmi.runtime.storage.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonRegularExpression;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;

/**
 * The content of an event as its readers got it before: the JSON text that Dolittle makes of the stored document, but for
 * the blanks in it. A number that is not finite, which no JSON has, is written as MongoDB writes it.
 */
final class DolittleJson {
    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private DolittleJson() {}

    static Bytes of(BsonDocument content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            write(content, json);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return Bytes.wrap(bytes.toByteArray());
    }

    private static void write(BsonValue value, JsonGenerator json) throws IOException {
        switch (value.getBsonType()) {
            case DOCUMENT -> write(value.asDocument(), json);
            case ARRAY -> {
                json.writeStartArray();
                for (BsonValue each : value.asArray()) {
                    write(each, json);
                }
                json.writeEndArray();
            }
            case STRING -> json.writeString(value.asString().getValue());
            case BOOLEAN -> json.writeBoolean(value.asBoolean().getValue());
            case NULL -> json.writeNull();
            case INT32 -> json.writeNumber(value.asInt32().getValue());
            case INT64 -> json.writeNumber(value.asInt64().getValue());
            case DOUBLE -> write(value.asDouble().getValue(), json);
            default -> writeExtended(value, json);
        }
    }

    private static void write(BsonDocument document, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, BsonValue> element : document.entrySet()) {
            json.writeFieldName(element.getKey());
            write(element.getValue(), json);
        }
        json.writeEndObject();
    }

    private static void write(double number, JsonGenerator json) throws IOException {
        if (Double.isFinite(number)) {
            json.writeNumber(number);
        } else {
            write("$numberDouble", Double.toString(number), json);
        }
    }

    /** What JSON has no form for is an object with a member that says what it is. */
    private static void writeExtended(BsonValue value, JsonGenerator json) throws IOException {
        switch (value.getBsonType()) {
            case DATE_TIME -> {
                json.writeStartObject();
                json.writeNumberField("$date", value.asDateTime().getValue());
                json.writeEndObject();
            }
            case DECIMAL128 ->
                write("$numberDecimal", value.asDecimal128().getValue().toString(), json);
            case OBJECT_ID -> write("$oid", value.asObjectId().getValue().toHexString(), json);
            case BINARY -> write(value.asBinary(), json);
            case REGULAR_EXPRESSION -> write(value.asRegularExpression(), json);
            case TIMESTAMP -> write(value.asTimestamp(), json);
            case SYMBOL -> write("$symbol", value.asSymbol().getSymbol(), json);
            case JAVASCRIPT -> write("$code", value.asJavaScript().getCode(), json);
            case JAVASCRIPT_WITH_SCOPE -> {
                json.writeStartObject();
                json.writeStringField("$code", value.asJavaScriptWithScope().getCode());
                json.writeFieldName("$scope");
                write(value.asJavaScriptWithScope().getScope(), json);
                json.writeEndObject();
            }
            case MIN_KEY -> writeMark("$minKey", json);
            case MAX_KEY -> writeMark("$maxKey", json);
            case UNDEFINED -> {
                json.writeStartObject();
                json.writeBooleanField("$undefined", true);
                json.writeEndObject();
            }
            case DB_POINTER -> {
                json.writeStartObject();
                json.writeStringField("$ref", value.asDBPointer().getNamespace());
                json.writeFieldName("$id");
                write("$oid", value.asDBPointer().getId().toHexString(), json);
                json.writeEndObject();
            }
            default -> throw new IllegalArgumentException("a document has no element of type " + value.getBsonType());
        }
    }

    private static void write(BsonBinary binary, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("$binary", Base64.getEncoder().encodeToString(binary.getData()));
        json.writeStringField("$type", String.format("%02x", binary.getType()));
        json.writeEndObject();
    }

    private static void write(BsonRegularExpression expression, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("$regex", expression.getPattern());
        json.writeStringField("$options", expression.getOptions());
        json.writeEndObject();
    }

    private static void write(BsonTimestamp timestamp, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("$timestamp");
        json.writeNumberField("t", Integer.toUnsignedLong(timestamp.getTime()));
        json.writeNumberField("i", Integer.toUnsignedLong(timestamp.getInc()));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(String name, String text, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField(name, text);
        json.writeEndObject();
    }

    private static void writeMark(String name, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField(name, 1);
        json.writeEndObject();
    }
}
