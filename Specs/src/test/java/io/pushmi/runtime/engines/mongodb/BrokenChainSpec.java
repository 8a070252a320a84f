package io.pushmi.runtime.engines.mongodb;

import static io.pushmi.runtime.storage.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.storage.Answers;
import io.pushmi.runtime.storage.AppendResult;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitPage;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.Key;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.PageLimit;
import io.pushmi.runtime.storage.SequenceNumber;
import io.pushmi.runtime.storage.StorageDamaged;
import io.pushmi.runtime.tenancy.TenantId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** After two commits there is a document that says that it follows another one. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BrokenChainSpec {
    private static final String COLLECTION = "log-event-log";
    private static final PageLimit GENEROUS = new PageLimit(100, 1 << 20);
    private static final Key STRANGE = new Key.OfEventSource(new EventSourceId("strange"));

    private final RecordedLogs database = new RecordedLogs();
    private final LogId log = LogId.mainOf(new TenantId(UUID.randomUUID()));
    private final Commits commits = Commits.fromTheStart();
    private final Commit first = commits.next();
    private final Commit second = commits.next(event(), event());
    private final Commit strange = commits.next(event("Strange", "strange"));

    @BeforeEach
    void plant_a_document_that_does_not_follow() {
        assertThat(Answers.of(database.logs().append(log, List.of(first, second))))
                .isEqualTo(new AppendResult.Appended(2));
        LogEnd elsewhere = new LogEnd(strange.first(), first.id(), null);
        database.plant(
                COLLECTION,
                CommitDocuments.encode(strange, elsewhere, EnumSet.allOf(KeyKind.class))
                        .decode(new BsonDocumentCodec()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void readers_stop_before_it_and_then_hear_of_the_damage() {
        CommitPage page = Answers.of(database.logs().read(log, SequenceNumber.FIRST, GENEROUS));
        Throwable beyond = Answers.failureOf(database.logs().read(log, page.next(), GENEROUS));

        assertThat(page.commits()).containsExactly(first, second);
        assertThat(page.next()).isEqualTo(second.next());
        assertThat(beyond)
                .isInstanceOf(StorageDamaged.class)
                .hasMessageContaining("position 3")
                .hasMessageContaining(first.id().text());
    }

    @Test
    void the_log_ends_before_it() {
        assertThat(Answers.of(database.logs().head(log)).last()).isEqualTo(second.id());
        assertThat(Answers.of(database.logs().readBack(log, new SequenceNumber(100), GENEROUS))
                        .commits())
                .containsExactly(second, first);
    }

    @Test
    void nobody_finds_it_by_its_keys() {
        assertThat(Answers.of(database.logs().lastByKey(log, STRANGE))).isEmpty();
        assertThat(Answers.of(database.logs().readBackByKeys(log, Set.of(STRANGE), new SequenceNumber(100), GENEROUS))
                        .commits())
                .isEmpty();
        assertThat(Answers.of(database.logs().readByKeys(log, Set.of(STRANGE), SequenceNumber.FIRST, GENEROUS))
                        .commits())
                .isEmpty();
    }

    @Test
    void the_log_takes_no_commits_once_it_is_noticed_and_says_why() {
        assertThat(database.logs().readOnlyBecause()).isEmpty();
        assertThat(Answers.of(database.logs().head(log)).next()).isEqualTo(second.next());

        AppendResult result = Answers.of(
                database.logs().append(log, List.of(Commits.at(second.next().value()))));

        assertThat(result).isInstanceOf(AppendResult.Refused.class);
        assertThat(database.logs().readOnlyBecause())
                .hasValueSatisfying(reason -> assertThat(reason).contains("position 3", log.toString()));
    }
}
