package io.pushmi.runtime.engines.mongodb;

import static io.pushmi.runtime.storage.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AppendCommandsSpec {
    private static final String COLLECTION = "log-event-log";
    private static final int MEBIBYTE = 1 << 20;

    private final RecordedLogs database = new RecordedLogs();
    private final LogId log = LogId.mainOf(new TenantId(UUID.randomUUID()));
    private final Commits commits = Commits.fromTheStart();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void every_insert_waits_for_a_majority_and_its_journal() {
        for (int i = 0; i < 5; i++) {
            append(List.of(commits.next()));
        }

        assertThat(database.started("insert", COLLECTION)).hasSize(5).allSatisfy(insert -> {
            BsonDocument concern = insert.getDocument("writeConcern");
            assertThat(concern.getString("w").getValue()).isEqualTo("majority");
            assertThat(concern.getBoolean("j").getValue()).isTrue();
            assertThat(insert.getBoolean("ordered").getValue()).isTrue();
        });
    }

    @Test
    void an_insert_has_at_most_a_hundred_documents() {
        List<Commit> many = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            many.add(commits.next());
        }

        assertThat(append(many)).isEqualTo(new AppendResult.Appended(100));
        assertThat(append(many.subList(100, 250))).isEqualTo(new AppendResult.Appended(100));
        assertThat(documents()).containsExactly(100, 100);
    }

    @Test
    void an_insert_has_at_most_four_mebibytes() {
        List<Commit> large = List.of(sized(MEBIBYTE), sized(MEBIBYTE), sized(MEBIBYTE), sized(MEBIBYTE));

        assertThat(append(large)).isEqualTo(new AppendResult.Appended(3));
        assertThat(documents()).containsExactly(3);
    }

    @Test
    void a_larger_commit_goes_alone() {
        List<Commit> larger = List.of(sized(5 * MEBIBYTE), commits.next());

        assertThat(append(larger)).isEqualTo(new AppendResult.Appended(1));
        assertThat(documents()).containsExactly(1);
    }

    @Test
    void a_batch_stops_where_another_runtime_was_first() {
        Commit first = commits.next();
        append(List.of(first));
        List<Commit> batch = List.of(commits.next(), commits.next(), commits.next());
        Commit foreign = Commits.from(batch.get(1).first()).next(event("Foreign", "x"));
        BsonDocument planted = CommitDocuments.encode(
                        foreign, new LogEnd(foreign.first(), batch.get(0).id(), null), Set.of())
                .decode(new BsonDocumentCodec());
        database.plant(COLLECTION, planted);

        assertThat(append(batch)).isEqualTo(new AppendResult.PositionTaken(1));
        assertThat(Answers.of(database.logs().head(log)).last()).isEqualTo(foreign.id());
    }

    private AppendResult append(List<Commit> offered) {
        return Answers.of(database.logs().append(log, offered));
    }

    private Commit sized(int bytes) {
        return commits.next(event().content(Content.json(Bytes.wrap(new byte[bytes]))));
    }

    private List<Integer> documents() {
        return database.started("insert", COLLECTION).stream()
                .map(insert -> insert.getArray("documents"))
                .map(List<BsonValue>::size)
                .toList();
    }
}
