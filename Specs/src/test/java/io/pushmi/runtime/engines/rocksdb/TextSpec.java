package io.pushmi.runtime.engines.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class TextSpec {
    @Property(tries = 2_000)
    void any_text_comes_back(@ForAll("texts") String text) {
        byte[] bytes = Text.bytes(text);

        assertThat(Text.of(bytes, 0, bytes.length)).isEqualTo(text);
    }

    @Property(tries = 2_000)
    void different_texts_are_stored_differently(@ForAll("texts") String one, @ForAll("texts") String other) {
        assertThat(Arrays.equals(Text.bytes(one), Text.bytes(other))).isEqualTo(one.equals(other));
    }

    @Example
    void well_formed_text_is_plain_utf_8() {
        String text = "Blåbær 🫐 �";

        assertThat(Text.bytes(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @Example
    void halves_of_pairs_come_back_wherever_they_stand() {
        String text = "\uDE00a\uD83Db\uD83D\uDE00\uFFFD\uD83D";
        byte[] bytes = Text.bytes(text);

        assertThat(Text.of(bytes, 0, bytes.length)).isEqualTo(text);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<Character> half = Arbitraries.chars().range('\uD800', '\uDFFF');
        Arbitrary<Character> any = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.chars().all()), Tuple.of(1, half), Tuple.of(1, Arbitraries.just('\uFFFD')));
        return any.array(char[].class).ofMaxSize(8).map(String::new);
    }
}
