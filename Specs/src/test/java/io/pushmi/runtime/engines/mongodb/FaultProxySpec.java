package io.pushmi.runtime.engines.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.ConnectionString;
import com.mongodb.ServerAddress;
import io.pushmi.runtime.configuration.MongoEventStore;
import io.pushmi.runtime.storage.KeyKind;
import io.pushmi.runtime.storage.MongoServers;
import io.pushmi.runtime.tenancy.TenantId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * Two Runtimes reach a real server through a {@link FaultProxy}, with real threads, sockets and the driver, while callers
 * commit. What they were told is compared with what the server has, as it is read without the proxy.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FaultProxySpec {
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final String database = MongoServers.freshDatabase();

    @Test
    void nothing_that_was_acknowledged_is_lost_or_doubled_and_what_was_refused_is_not_there() throws IOException {
        try (FaultProxy proxy = new FaultProxy(server(), 7);
                MongoEngine one = open(through(proxy));
                MongoEngine other = open(through(proxy));
                MongoEngine direct = open(MongoServers.connectionString());
                CommittingCallers callers = new CommittingCallers(PATIENCE)) {
            callers.begin(one, 2);
            callers.begin(other, 2);
            callers.awaitCommits(20);
            proxy.harm(4);
            awaitFaults(proxy, 15);
            proxy.refuse(true);
            awaitFaults(proxy, 10);
            proxy.refuse(false);
            awaitFaults(proxy, 8);
            proxy.harm(0);
            callers.awaitCommits(20);
            callers.stop();
            assertThat(callers.violations(direct)).isEmpty();
        }
    }

    private static InetSocketAddress server() {
        ServerAddress server = new ServerAddress(
                new ConnectionString(MongoServers.connectionString()).getHosts().get(0));
        return new InetSocketAddress(server.getHost(), server.getPort());
    }

    private static String through(FaultProxy proxy) {
        return "mongodb://127.0.0.1:" + proxy.port()
                + "/?directConnection=true&heartbeatFrequencyMS=500&socketTimeoutMS=1000";
    }

    private MongoEngine open(String connectionString) {
        TenantId tenant = TenantId.DEVELOPMENT;
        MongoEventStore store = new MongoEventStore(connectionString, database, OptionalInt.empty());
        return MongoEngine.open(new MongoSettings(
                Map.of(tenant, store), EnumSet.allOf(KeyKind.class), Duration.ofSeconds(10), Duration.ofSeconds(1)));
    }

    private static void awaitFaults(FaultProxy proxy, int more) {
        int before = proxy.faults();
        await().atMost(PATIENCE).until(() -> proxy.faults() >= before + more);
    }
}
