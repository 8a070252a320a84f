package io.pushmi.runtime.engines.mongodb;

import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Counts the writes that were sent with the demand to be majority-written and journaled, and were answered so. */
final class WrittenForGood implements CommandListener {
    private static final Set<String> WRITES = Set.of("insert", "update", "delete");
    private static final String CONCERN = "writeConcern";

    private final Set<Integer> demanding = ConcurrentHashMap.newKeySet();
    private final AtomicLong count = new AtomicLong();

    long count() {
        return count.get();
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        if (WRITES.contains(event.getCommandName()) && isDemanding(event.getCommand())) {
            demanding.add(event.getRequestId());
        }
    }

    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        if (demanding.remove(event.getRequestId()) && !event.getResponse().containsKey(CONCERN + "Error")) {
            count.incrementAndGet();
        }
    }

    @Override
    public void commandFailed(CommandFailedEvent event) {
        demanding.remove(event.getRequestId());
    }

    private static boolean isDemanding(BsonDocument command) {
        BsonDocument concern = command.getDocument(CONCERN, new BsonDocument());
        return new BsonString("majority").equals(concern.get("w")) && BsonBoolean.TRUE.equals(concern.get("j"));
    }
}
