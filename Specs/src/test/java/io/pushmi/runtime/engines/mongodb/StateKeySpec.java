package io.pushmi.runtime.engines.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.StateName;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StateKeySpec {
    private static final int ROUNDS = 5_000;
    private static final String LETTERS = "a Z/!~0\0\u0001\u007F\u0080\u00E9\u07FF\u0800\uD7FF\uE000\uFFFF";

    private final Random random = new Random(11);

    @Test
    void plain_names_stay_readable() {
        assertThat(StateKey.of(new StateName(TenantId.DEVELOPMENT, "leases", "handler-1/0b7c6dcd")))
                .isEqualTo("leases/handler-1/0b7c6dcd");
    }

    @Test
    void names_and_collections_come_back_whatever_is_in_them() {
        for (int i = 0; i < ROUNDS; i++) {
            StateName name = new StateName(TenantId.DEVELOPMENT, text(), text());

            String key = StateKey.of(name);

            assertThat(key).matches("[!-~]+");
            assertThat(StateKey.collectionOf(key)).isEqualTo(name.collection());
            assertThat(StateKey.nameOf(key)).isEqualTo(name.name());
        }
    }

    @Test
    void keys_sort_as_the_code_points_of_the_names_do() {
        for (int i = 0; i < ROUNDS; i++) {
            String one = text();
            String other = text();

            int order = Integer.signum(key(one).compareTo(key(other)));

            assertThat(order).isEqualTo(Integer.signum(compareCodePoints(one, other)));
        }
    }

    @Test
    void the_keys_of_a_collection_lie_between_its_bounds_and_no_others_do() {
        for (int i = 0; i < ROUNDS; i++) {
            String collection = text();
            String other = text();

            assertThat(StateKey.of(collection, text()))
                    .isGreaterThan(StateKey.first(collection))
                    .isLessThan(StateKey.beyond(collection))
                    .isLessThan(StateKey.REVISIONS);
            if (!other.equals(collection)) {
                String stranger = StateKey.of(other, text());
                assertThat(stranger.compareTo(StateKey.first(collection)) > 0
                                && stranger.compareTo(StateKey.beyond(collection)) < 0)
                        .isFalse();
            }
        }
    }

    private static String key(String name) {
        return StateKey.of("collection", name);
    }

    /** Of one to four of the letters, among them each half of a surrogate pair and both together. */
    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int letter = random.nextInt(LETTERS.length() + 3);
            if (letter < LETTERS.length()) {
                text.append(LETTERS.charAt(letter));
            } else {
                text.append(List.of("\uD83D\uDE00", "\uD83D", "\uDE00").get(letter - LETTERS.length()));
            }
        }
        return text.toString();
    }

    private static int compareCodePoints(String one, String other) {
        return Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
    }
}
