package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.artifacts.AggregateRootId;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a commit document says of the aggregates that applied its events. */
final class AggregateDocuments {
    private AggregateDocuments() {}

    static void write(String name, List<AggregateState> states, BsonWriter to) {
        if (states.isEmpty()) {
            return;
        }
        int array = to.array(name);
        for (int i = 0; i < states.size(); i++) {
            AggregateState state = states.get(i);
            int document = to.document(i);
            to.text("root", state.aggregate().root().value());
            to.text("source", state.aggregate().source().value());
            to.int64("next", state.next().value());
            to.int64("commits", state.commits());
            to.int64("last", state.last().value());
            to.end(document);
        }
        to.end(array);
    }

    static List<AggregateState> read(BsonReader from) {
        List<AggregateState> states = new ArrayList<>();
        while (from.next()) {
            states.add(state(from.inside()));
        }
        return states;
    }

    private static AggregateState state(BsonReader from) {
        String root = null;
        String source = null;
        long next = 0;
        long commits = 0;
        long last = 0;
        while (from.next()) {
            switch (from.name()) {
                case "root" -> root = from.text();
                case "source" -> source = from.text();
                case "next" -> next = from.number();
                case "commits" -> commits = from.number();
                case "last" -> last = from.number();
                default -> {
                    // What a later version added.
                }
            }
        }
        return new AggregateState(
                aggregate(root, source), new AggregateVersion(next), commits, new SequenceNumber(last));
    }

    static AggregateId aggregate(@Nullable String root, @Nullable String source) {
        return new AggregateId(
                new AggregateRootId(CommitParser.required(root, "an aggregate root")),
                new EventSourceId(CommitParser.required(source, "an aggregate's event source")));
    }
}
