package io.pushmi.runtime.storage;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.net.InetSocketAddress;

/** An imitation of MongoDB in this process, which keeps everything in memory. */
final class MongoStandIn {
    private MongoStandIn() {}

    static MongoServers.Server start() {
        MongoServer server = new MongoServer(new MemoryBackend());
        InetSocketAddress address = server.bind();
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
        return new MongoServers.Server(
                MongoKind.STAND_IN,
                "mongo-java-server, in memory, port " + address.getPort(),
                "mongodb://127.0.0.1:" + address.getPort());
    }
}
