package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.engines.mongodb.CommandFailure.NotSent;
import io.pushmi.runtime.engines.mongodb.CommandFailure.Unanswered;
import io.pushmi.runtime.storage.Simulation;
import io.pushmi.runtime.storage.Watch;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * One Runtime's way to the {@link SimulatedServer}: every command gets there, and its reply back, at points of the
 * {@link Simulation}'s choice. Now and then one is not sent, gets lost on either way, or is given up before it arrives;
 * and some go to a member that does not know yet that it is no longer the primary.
 */
final class SimulatedCommands implements MongoCommands {
    private static final long TIME_OUT_SECONDS = 10;

    private final SimulatedServer server;
    private final Simulation simulation;
    private final Random random;
    private final @Nullable PlantedFlaw flaw;
    private final BooleanSupplier isAlive;
    private long seen;

    /**
     * @param flaw what is done wrong on purpose
     * @param isAlive whether replies still find somebody who waits for them
     */
    SimulatedCommands(
            SimulatedServer server,
            Simulation simulation,
            Random random,
            @Nullable PlantedFlaw flaw,
            BooleanSupplier isAlive) {
        this.server = server;
        this.simulation = simulation;
        this.random = random;
        this.flaw = flaw;
        this.isAlive = isAlive;
    }

    @Override
    public CompletionStage<InsertReply> insert(String collection, List<RawBsonDocument> documents) {
        return send(Member::time, member -> server.insert(member, collection, documents, flaw));
    }

    @Override
    public CompletionStage<FindReply> find(Find find) {
        return send(
                find.isLinearizable() ? Member::time : Member::committedTime,
                member -> server.find(member, find, seen(), flaw));
    }

    private long seen() {
        return flaw == PlantedFlaw.JUDGES_BY_FACTS_OLDER_THAN_THE_HEAD ? 0 : seen;
    }

    @Override
    public CompletionStage<UpdateReply> update(String collection, List<UpdateStatement> statements) {
        return send(Member::time, member -> server.update(member, collection, statements, flaw));
    }

    @Override
    public CompletionStage<DeleteReply> delete(String collection, List<BsonDocument> filters) {
        return send(Member::time, member -> server.delete(member, collection, filters, flaw));
    }

    @Override
    public CompletionStage<@Nullable Void> createIndex(String collection, String name, BsonDocument fields) {
        return send(Member::time, member -> CompletableFuture.completedFuture(null));
    }

    @Override
    public CompletionStage<Set<String>> collections() {
        return send(
                Member::time,
                member -> CompletableFuture.completedFuture(member.tip().names()));
    }

    @Override
    public CompletionStage<Boolean> isSharded(String collection) {
        return send(Member::time, member -> CompletableFuture.completedFuture(false));
    }

    @Override
    public CompletionStage<ServerTraits> hello() {
        return send(
                Member::time,
                member -> CompletableFuture.completedFuture(
                        new ServerTraits(!server.set().isAlone(), false)));
    }

    @Override
    public Watch watch(String collection, Runnable hint) {
        AtomicBoolean isOpen = new AtomicBoolean(true);
        server.set().onCommitted(() -> {
            if (isOpen.get() && isAlive.getAsBoolean()) {
                hint.run();
            }
        });
        return () -> isOpen.set(false);
    }

    private <T extends @Nullable Object> CompletionStage<T> send(
            Function<Member, Long> operationTime, Function<Member, CompletionStage<T>> command) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        boolean hasTrouble = server.hasTrouble();
        int kind = random.nextInt(5);
        Member member = destination();
        if (member == null || (hasTrouble && kind == 0)) {
            simulation.execute(() -> fail(answer, new NotSent("no server takes writes", null)));
            return answer;
        }
        if (hasTrouble) {
            ScheduledFuture<?> unused = simulation.schedule(
                    () -> fail(answer, new Unanswered("no reply in time", null)), TIME_OUT_SECONDS, TimeUnit.SECONDS);
        }
        if (hasTrouble && kind == 1) {
            server.set().happened(Happening.REQUEST_LOST);
            return answer;
        }
        boolean isReplyLost = hasTrouble && kind == 2;
        simulation.execute(() -> {
            if (answer.isDone()) {
                server.set().happened(Happening.ARRIVED_AFTER_TIME_OUT);
            }
            command.apply(member).whenComplete((reply, failure) -> {
                long time = operationTime.apply(member);
                if (isReplyLost) {
                    server.set().happened(Happening.REPLY_LOST);
                } else {
                    simulation.execute(() -> arrive(answer, reply, failure, time));
                }
            });
        });
        return answer;
    }

    private @Nullable Member destination() {
        Member deposed = server.set().deposed();
        List<Member> members = server.set().members();
        if (deposed != null && random.nextInt(3) == 0) {
            return deposed;
        }
        return random.nextInt(50) == 0 && server.hasTrouble()
                ? members.get(random.nextInt(members.size()))
                : server.set().primary();
    }

    private <T extends @Nullable Object> void arrive(
            CompletableFuture<T> answer, T reply, @Nullable Throwable failure, long time) {
        if (!isAlive.getAsBoolean() || answer.isDone()) {
            return;
        }
        if (failure != null) {
            answer.completeExceptionally(failure);
        } else {
            seen = Math.max(seen, time);
            answer.complete(reply);
        }
    }

    private void fail(CompletableFuture<?> answer, CommandFailure failure) {
        if (isAlive.getAsBoolean()) {
            answer.completeExceptionally(failure);
        }
    }
}
