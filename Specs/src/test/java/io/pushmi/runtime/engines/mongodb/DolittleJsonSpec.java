package io.pushmi.runtime.engines.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.bson.BsonBinary;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DolittleJsonSpec {
    @ParameterizedTest(name = "{1}")
    @MethodSource("values")
    void every_type_of_value_has_its_form(BsonValue value, String json) {
        assertThat(DolittleJson.of(new BsonDocument("it", value)).asUtf8()).isEqualTo("{\"it\":" + json + "}");
    }

    @Test
    void nothing_is_an_empty_object() {
        assertThat(DolittleJson.of(new BsonDocument()).asUtf8()).isEqualTo("{}");
    }

    @Test
    void a_document_may_be_as_deep_as_mongodb_lets_it() {
        BsonDocument deep = new BsonDocument();
        for (int i = 0; i < 200; i++) {
            deep = new BsonDocument("d", deep);
        }

        assertThat(DolittleJson.of(deep).asUtf8()).startsWith("{\"d\":{\"d\":").endsWith("}}");
    }

    static Stream<Arguments> values() {
        ObjectId id = new ObjectId("0123456789abcdef01234567");
        return Stream.of(
                Arguments.of(new BsonInt32(-1), "-1"),
                Arguments.of(new BsonInt64(Long.MIN_VALUE), "-9223372036854775808"),
                Arguments.of(new BsonDouble(1), "1.0"),
                Arguments.of(new BsonDouble(Double.NaN), "{\"$numberDouble\":\"NaN\"}"),
                Arguments.of(new BsonDouble(Double.NEGATIVE_INFINITY), "{\"$numberDouble\":\"-Infinity\"}"),
                Arguments.of(new BsonString("\u2028\u0001é\uD83D\uDE00"), "\"\u2028\\u0001é\uD83D\uDE00\""),
                Arguments.of(new BsonDateTime(-1), "{\"$date\":-1}"),
                Arguments.of(new BsonBinary((byte) 0x80, new byte[] {1, 2}), "{\"$binary\":\"AQI=\",\"$type\":\"80\"}"),
                Arguments.of(new BsonRegularExpression("a\"b", "i"), "{\"$regex\":\"a\\\"b\",\"$options\":\"i\"}"),
                Arguments.of(new BsonTimestamp(-1, 2), "{\"$timestamp\":{\"t\":4294967295,\"i\":2}}"),
                Arguments.of(new BsonSymbol("s"), "{\"$symbol\":\"s\"}"),
                Arguments.of(new BsonJavaScript("x()"), "{\"$code\":\"x()\"}"),
                Arguments.of(
                        new BsonJavaScriptWithScope("x()", new BsonDocument("y", new BsonInt32(1))),
                        "{\"$code\":\"x()\",\"$scope\":{\"y\":1}}"),
                Arguments.of(new BsonMinKey(), "{\"$minKey\":1}"),
                Arguments.of(new BsonMaxKey(), "{\"$maxKey\":1}"),
                Arguments.of(new BsonUndefined(), "{\"$undefined\":true}"),
                Arguments.of(
                        new BsonDbPointer("names", id),
                        "{\"$ref\":\"names\",\"$id\":{\"$oid\":\"0123456789abcdef01234567\"}}"));
    }
}
