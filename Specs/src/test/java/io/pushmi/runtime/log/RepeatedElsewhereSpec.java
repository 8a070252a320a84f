package io.pushmi.runtime.log;

import static io.pushmi.runtime.log.LogFixture.LOG;
import static io.pushmi.runtime.log.LogFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.log.CommitOutcome.Committed;
import io.pushmi.runtime.storage.AggregateId;
import io.pushmi.runtime.storage.AggregateState;
import io.pushmi.runtime.storage.AggregateVersion;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Condition;
import io.pushmi.runtime.storage.EventBuilder;
import io.pushmi.runtime.storage.EventLogStorage;
import io.pushmi.runtime.storage.ForwardingLogs;
import io.pushmi.runtime.storage.Head;
import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.RequestBuilder;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** A client that got no answer from one Runtime sends its commit to another one, while the first still has it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RepeatedElsewhereSpec {
    private static final AggregateId AGGREGATE = EventBuilder.aggregate("root", "source-1");
    private static final LogSettings REMEMBERS_NO_AGGREGATE =
            new LogSettings(PATIENCE, 64 << 20, 1 << 20, 100, 1 << 20, 0);

    private final LogFixture fixture = new LogFixture().settings(REMEMBERS_NO_AGGREGATE);
    private final EventLogs first = fixture.runtime();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void it_gets_the_original_answer_even_if_that_is_written_between_two_look_ups_of_the_other() {
        Interposed interposed = new Interposed(
                fixture.store(),
                () -> first.commit(LOG, applied().build()),
                () -> first.commit(LOG, repeated().build()));
        Commit answer = LogFixture.committed(fixture.runtime(interposed), repeated());
        assertThat(fixture.stored()).hasSize(2).last().isEqualTo(answer);
    }

    private static RequestBuilder applied() {
        return RequestBuilder.request(EventBuilder.event().appliedBy(AGGREGATE));
    }

    private static RequestBuilder repeated() {
        return applied().id("sent-twice").condition(new Condition.AggregateAt(AGGREGATE, new AggregateVersion(1)));
    }

    /** Has another Runtime commit while this one catches up, and again between what it looks up after that. */
    private static final class Interposed extends ForwardingLogs {
        private final Supplier<CompletionStage<CommitOutcome>> whileCatchingUp;
        private final Supplier<CompletionStage<CommitOutcome>> betweenLookUps;
        private final AtomicInteger heads = new AtomicInteger();
        private final AtomicInteger states = new AtomicInteger();

        Interposed(
                EventLogStorage logs,
                Supplier<CompletionStage<CommitOutcome>> whileCatchingUp,
                Supplier<CompletionStage<CommitOutcome>> betweenLookUps) {
            super(logs);
            this.whileCatchingUp = whileCatchingUp;
            this.betweenLookUps = betweenLookUps;
        }

        @Override
        public CompletionStage<Head> head(LogId log) {
            return after(heads.incrementAndGet() == 2, whileCatchingUp).thenCompose(done -> super.head(log));
        }

        @Override
        public CompletionStage<Optional<AggregateState>> aggregate(LogId log, AggregateId aggregate) {
            return after(states.incrementAndGet() == 2, betweenLookUps)
                    .thenCompose(done -> super.aggregate(log, aggregate));
        }

        private static CompletionStage<?> after(boolean isDue, Supplier<CompletionStage<CommitOutcome>> commit) {
            return isDue
                    ? commit.get().thenAccept(outcome -> assertThat(outcome).isInstanceOf(Committed.class))
                    : CompletableFuture.completedStage(null);
        }
    }
}
