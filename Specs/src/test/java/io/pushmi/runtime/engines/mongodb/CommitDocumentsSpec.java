package io.pushmi.runtime.engines.mongodb;

import static io.pushmi.runtime.storage.EventBuilder.event;
import static io.pushmi.runtime.storage.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pushmi.runtime.artifacts.AggregateRootId;
import io.pushmi.runtime.execution.CorrelationId;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.EventSourceId;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.RequestBuilder;
import io.pushmi.runtime.storage.SequenceNumber;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.json.JsonWriterSettings;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CommitDocumentsSpec {
    private static final Set<KeyKind> ALL = EnumSet.allOf(KeyKind.class);
    private static final AggregateId ACCOUNT =
            new AggregateId(new AggregateRootId("Account"), new EventSourceId("4711"));

    private static final String EXAMPLE = """
            {
              "_id": 7,
              "count": 1,
              "token": "open-4711",
              "chosen": true,
              "previous": "the-one-before",
              "occurred": {
                "$date": "2026-03-01T12:00:00.123Z"
              },
              "nanos": 456000,
              "context": {
                "correlation": "00000000-0000-0001-0000-000000000002",
                "microservice": "5a1e7f2c-31d3-4b0a-9a52-0c7b1d5f6e01",
                "tenant": "445f8ea8-1a6f-40d7-b2fc-796dba92dc44",
                "environment": "Development",
                "version": {
                  "major": 0,
                  "minor": 0,
                  "patch": 0
                }
              },
              "keys": [
                "aggregate:Account/4711",
                "source:4711",
                "type:AccountOpened",
                "correlation:00000000-0000-0001-0000-000000000002",
                "commit:open-4711",
                "checkpoint:filter",
                "aggregates"
              ],
              "aggregates": [
                {
                  "root": "Account",
                  "source": "4711",
                  "next": 1,
                  "commits": 1,
                  "last": 7
                }
              ],
              "checkpoint": {
                "name": "filter",
                "position": 12
              },
              "events": [
                {
                  "type": "AccountOpened",
                  "generation": 1,
                  "source": "4711",
                  "content": "{\\"owner\\":\\"Åse\\"}",
                  "aggregate": {
                    "root": "Account",
                    "source": "4711",
                    "version": 0
                  }
                }
              ]
            }""";

    private final Commits commits = Commits.from(new SequenceNumber(7));

    @Test
    void people_can_read_it() {
        Commit commit = commits.next(request(event("AccountOpened", "4711")
                        .json("{\"owner\":\"Åse\"}")
                        .appliedBy(ACCOUNT))
                .id("open-4711")
                .correlation(new CorrelationId(new UUID(1, 2)))
                .occurred(Instant.parse("2026-03-01T12:00:00.123456Z"))
                .checkpoint("filter", 12));
        LogEnd end = new LogEnd(commit.first(), new CommitId.Chosen("the-one-before"), Instant.EPOCH);

        RawBsonDocument document = CommitDocuments.encode(commit, end, ALL);

        assertThat(document.toJson(JsonWriterSettings.builder().indent(true).build()))
                .isEqualTo(EXAMPLE);
    }

    @Test
    void halves_of_surrogate_pairs_come_back() {
        String half = "a\uD800b";
        Commit commit = commits.next(request(event(half, half)
                .id("\uDC00")
                .partition("\uD800\uD800")
                .appliedBy(new AggregateId(ACCOUNT.root(), new EventSourceId("\uDFFF")))));

        assertThat(comesBack(commit)).isEqualTo(commit);
    }

    @Test
    void a_commit_whose_keys_do_not_fit_is_a_candidate_for_every_key() {
        RequestBuilder request = request();
        for (int i = 0; i < 60_000; i++) {
            String source = i + "日".repeat(100);
            request.events(event("T", source).partition(source));
        }
        Commit commit = commits.next(request);

        RawBsonDocument document = CommitDocuments.encode(commit, LogEnd.BEGINNING, ALL);

        assertThat(document.getArray(CommitDocuments.KEYS)).hasSize(KeyKind.values().length);
        assertThat(document.getArray(CommitDocuments.KEYS).get(0).asString().getValue())
                .isEqualTo("without:aggregate");
    }

    @Test
    void what_a_later_version_adds_is_passed_over() {
        Commit commit = commits.next();
        BsonDocument extended = CommitDocuments.encode(commit, LogEnd.BEGINNING, ALL)
                .decode(new BsonDocumentCodec())
                .append("mood", BsonDocument.parse("{value: 'sunny'}"));
        RawBsonDocument raw = new RawBsonDocument(extended, new BsonDocumentCodec());

        assertThat(CommitParser.commit(raw).commit()).isEqualTo(commit);
    }

    @Test
    void a_document_that_counts_wrong_is_refused() {
        Commit commit = commits.next();
        BsonDocument wrong = CommitDocuments.encode(commit, LogEnd.BEGINNING, ALL)
                .decode(new BsonDocumentCodec())
                .append("count", new BsonInt32(2));
        RawBsonDocument raw = new RawBsonDocument(wrong, new BsonDocumentCodec());

        assertThat(catchThrowable(() -> CommitParser.commit(raw)))
                .isInstanceOf(UnreadableDocument.class)
                .hasMessageContaining("counts 2 events and has 1");
    }

    private static Commit comesBack(Commit commit) {
        return CommitParser.commit(CommitDocuments.encode(commit, LogEnd.BEGINNING, ALL))
                .commit();
    }
}
