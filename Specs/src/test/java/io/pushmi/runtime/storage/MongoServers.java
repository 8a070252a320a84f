package io.pushmi.runtime.storage;

import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The MongoDB server of the specifications: one for the whole run, which ends with it, and a database of its own for
 * whoever asks. The environment variable {@value #CHOICE} says which: {@code ferretdb}, {@code container}, {@code
 * stand-in}, or a connection string; without it, it is the first of these that is there.
 */
public final class MongoServers {
    private static final String CHOICE = "PUSHMI_SPECS_MONGODB";
    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private MongoServers() {}

    /** A server that runs. */
    record Server(MongoKind kind, String description, String connectionString) {}

    /** Which server it is; what differs between servers is specified for each. */
    public static MongoKind kind() {
        return Shared.SERVER.kind();
    }

    /** How to connect to the server; names no database. */
    public static String connectionString() {
        return Shared.SERVER.connectionString();
    }

    /** The name of a database that nobody has used. */
    public static String freshDatabase() {
        return "specs-" + RUN + "-" + DATABASES.incrementAndGet();
    }

    private static Server start(@Nullable String choice) {
        if (choice == null || choice.isBlank()) {
            return startFirst();
        }
        return switch (choice.toLowerCase(Locale.ROOT)) {
            case "ferretdb" ->
                FerretDb.start(FerretDb.program()
                        .orElseThrow(() -> new AssertionError(
                                CHOICE + "=ferretdb: there is no program 'ferretdb' in any folder of PATH")));
            case "container" -> MongoContainer.start();
            case "stand-in" -> MongoStandIn.start();
            default -> named(choice);
        };
    }

    private static Server startFirst() {
        return FerretDb.program()
                .map(FerretDb::start)
                .or(MongoContainer::tryToStart)
                .orElseGet(MongoStandIn::start);
    }

    private static Server named(String choice) {
        if (!choice.startsWith("mongodb")) {
            throw new AssertionError(CHOICE + "=" + choice
                    + ": expected ferretdb, container, stand-in or a connection string such as mongodb://localhost");
        }
        return new Server(MongoKind.NAMED, "the one named by " + CHOICE, choice);
    }

    /** Starts the server when it is first asked for. */
    private static final class Shared {
        static final Server SERVER = Objects.requireNonNull(start(System.getenv(CHOICE)));

        static {
            // On a line of its own and always the same, for scripts to look for.
            System.out.println("MongoDB of the specifications: "
                    + SERVER.kind().name().toLowerCase(Locale.ROOT).replace('_', '-') + " (" + SERVER.description()
                    + ")");
        }
    }
}
