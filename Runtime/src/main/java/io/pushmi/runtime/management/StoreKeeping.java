package io.pushmi.runtime.management;

import io.pushmi.runtime.storage.Backup;
import io.pushmi.runtime.storage.StorageStatistics;
import io.pushmi.runtime.storage.Upkeep;
import io.pushmi.runtime.storage.UpkeepRefused;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the store of a Runtime that runs. Stages fail as those of {@link Upkeep} do; safe for any thread. */
public final class StoreKeeping {
    private static final Logger LOG = LoggerFactory.getLogger(StoreKeeping.class);

    private final Optional<Upkeep> upkeep;

    /** The keeping of one store, by what its engine offers for it, if anything. */
    public StoreKeeping(Optional<Upkeep> upkeep) {
        this.upkeep = upkeep;
    }

    /**
     * Copies the store, as {@link Upkeep#backup} does, into the folder that the text names, as long as that is wanted.
     * Control characters in it are refused, which nobody means.
     */
    public CompletionStage<Backup> backup(String folder, BooleanSupplier isWanted) {
        if (folder.chars().anyMatch(Character::isISOControl)) {
            return refused("the folder's name has control characters in it");
        }
        Path path;
        try {
            path = Path.of(folder);
        } catch (InvalidPathException impossible) {
            return refused("that is no path on the Runtime's machine: " + impossible.getReason());
        }
        LOG.info("backing up the store into {}", path);
        return offered(each -> each.backup(path, isWanted)).whenComplete((backup, problem) -> {
            if (problem == null) {
                LOG.info("backed up the store into {}: {} events, {} bytes", path, backup.events(), backup.bytes());
            } else {
                LOG.warn("the store was not backed up into {}: {}", path, problem.getMessage());
            }
        });
    }

    /** Counts what is in the store. */
    public CompletionStage<StorageStatistics> statistics() {
        return offered(Upkeep::statistics);
    }

    private <T> CompletionStage<T> offered(Function<Upkeep, CompletionStage<T>> ask) {
        return upkeep.map(ask)
                .orElseGet(() -> refused("this store is kept by the means of its own server, not by the Runtime"));
    }

    private static <T> CompletionStage<T> refused(String reason) {
        return CompletableFuture.failedFuture(new UpkeepRefused(reason));
    }
}
