package io.pushmi.runtime.storage;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What stages come to. Whatever keeps a stage from its answer is a failed assertion. */
public final class Answers {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Answers() {}

    /** The answer, which must arrive. */
    public static <T> T of(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new AssertionError("expected an answer, but the stage failed: " + failed.getCause(), failed);
        } catch (TimeoutException late) {
            throw new AssertionError("no answer within " + PATIENCE, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted before the answer", interrupted);
        }
    }

    /** What the stage failed with, which it must. */
    public static Throwable failureOf(CompletionStage<?> stage) {
        return of(stage.handle((answer, failure) -> {
            if (failure == null) {
                throw new AssertionError("expected a failure, but the answer is " + answer);
            }
            return failure instanceof CompletionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : failure;
        }));
    }
}
