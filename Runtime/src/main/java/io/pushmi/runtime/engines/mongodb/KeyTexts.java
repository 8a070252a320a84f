package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.KeyKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The texts by which a commit document is found. Two keys may share one, so what is found is looked at again. A document
 * whose texts leave a kind of key out says so by a text of its own, and is a candidate for every key of that kind.
 */
final class KeyTexts {
    /** Of the commits that have the first event of an aggregate. */
    static final String NEW_AGGREGATES = "aggregates";

    private static final String LEFT_OUT = "without:";
    private static final int LONGEST = 128;

    private KeyTexts() {}

    /** What documents are asked for when commits with the key are wanted: its text, and that of its kind left out. */
    static List<String> candidates(Key key) {
        return List.of(of(key), without(key.kind()));
    }

    static String without(KeyKind kind) {
        return LEFT_OUT + prefix(kind);
    }

    /** Every text of the commit, each once. */
    static Set<String> of(Commit commit, Set<KeyKind> kinds) {
        Set<String> texts = new LinkedHashSet<>();
        for (Key key : Key.of(commit, kinds)) {
            texts.add(of(key));
        }
        if (kinds.contains(KeyKind.AGGREGATE) && commit.aggregates().stream().anyMatch(state -> state.commits() == 1)) {
            texts.add(NEW_AGGREGATES);
        }
        for (KeyKind kind : EnumSet.allOf(KeyKind.class)) {
            if (!kinds.contains(kind)) {
                texts.add(without(kind));
            }
        }
        return texts;
    }

    /** The texts of a commit that leaves every kind out. */
    static List<String> none() {
        return Arrays.stream(KeyKind.values()).map(KeyTexts::without).toList();
    }

    static String of(Key key) {
        String text = text(key);
        String prefix = prefix(key.kind());
        return text.length() <= LONGEST && Text.isWhole(text) ? prefix + ":" + text : prefix + "#" + hash(text);
    }

    private static String text(Key key) {
        if (key instanceof Key.OfAggregate one) {
            AggregateId id = one.aggregate();
            return id.root().value() + "/" + id.source().value();
        } else if (key instanceof Key.OfEventSource one) {
            return one.source().value();
        } else if (key instanceof Key.OfEventType one) {
            return one.type().value();
        } else if (key instanceof Key.OfCorrelation one) {
            return one.correlation().toString();
        } else if (key instanceof Key.OfCommitId one) {
            return one.id().text();
        } else if (key instanceof Key.OfPartition one) {
            return one.partition().value();
        }
        return ((Key.OfCheckpoint) key).name().value();
    }

    private static String prefix(KeyKind kind) {
        return switch (kind) {
            case AGGREGATE -> "aggregate";
            case EVENT_SOURCE -> "source";
            case EVENT_TYPE -> "type";
            case CORRELATION -> "correlation";
            case COMMIT_ID -> "commit";
            case PARTITION -> "partition";
            case CHECKPOINT -> "checkpoint";
        };
    }

    private static String hash(String text) {
        byte[] bytes = Text.isWhole(text) ? text.getBytes(StandardCharsets.UTF_8) : Text.halves(text);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(bytes));
    }
}
