package io.pushmi.runtime.storage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.mongodb.MongoDBContainer;

/** MongoDB itself, in a container that ends with the run. */
final class MongoContainer {
    private static final String IMAGE = "mongo:7.0";

    private MongoContainer() {}

    static MongoServers.Server start() {
        MongoDBContainer container = new MongoDBContainer(IMAGE).withReplicaSet();
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
        return new MongoServers.Server(
                MongoKind.CONTAINER,
                IMAGE + " in a container",
                container.getConnectionString() + "/?directConnection=true");
    }

    /** Nothing where there is no Docker that runs, or where it has no image and gets none. */
    static Optional<MongoServers.Server> tryToStart() {
        boolean mayRun = System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
        if (!mayRun || !DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.empty();
        }
        try {
            return Optional.of(start());
        } catch (RuntimeException noImage) {
            System.out.println("Docker runs, but not with " + IMAGE + ": " + noImage.getMessage());
            return Optional.empty();
        }
    }
}
