package io.pushmi.benchmarks;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.MethodDescriptor;
import io.pushmi.contracts.events.v1.EventPage;
import io.pushmi.contracts.events.v1.LogReference;
import io.pushmi.contracts.events.v1.ReadRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A Runtime whose log is full, to read from begin to end; an echo server that streams as many messages as large; and a
 * RocksDB with the contents of the same events.
 */
final class ReadBench implements AutoCloseable {
    private static final String PUSHMI = "pushmi";
    private static final String ROCKSDB = "rocksdb";
    private static final String ECHO = "echo";

    private static final MethodDescriptor<byte[], byte[]> READ =
            Connection.streamingMethod("pushmi.events.v1.EventLog/Read");
    private static final byte[] WHOLE_LOG = ReadRequest.newBuilder()
            .setLog(LogReference.newBuilder().setTenant(Wire.TENANT.toString()))
            .build()
            .toByteArray();
    private static final int FILLERS = 128;
    private static final Duration LONGEST_FILLING = Duration.ofHours(1);

    private final RunSettings settings;
    private final Report report;
    private final long events;
    private final Commits.Shape shape;
    private final Path data;
    private final BareEngine engine;
    private final Served runtime;
    private final Served echo;

    /** @param commits how many there are in the log */
    ReadBench(long commits, Commits.Shape shape, RunSettings settings, Workplace workplace, Report report)
            throws Exception {
        this.events = commits * shape.events();
        this.shape = shape;
        this.settings = settings;
        this.report = report;
        Servers servers = new Servers(workplace);
        data = workplace.folder(PUSHMI);
        engine = new BareEngine(workplace.folder(ROCKSDB));
        runtime = servers.runtime(data, "");
        echo = servers.echo(workplace.folder(ECHO));
        fill(commits);
    }

    void run() throws Exception {
        List<Integer> pages = new ArrayList<>();
        runtime.connection().stream(READ, WHOLE_LOG, page -> pages.add(page.length));
        int pageSize =
                (int) pages.stream().mapToInt(Integer::intValue).average().orElseThrow();
        report.line(pages.size() + " pages of " + pageSize + " bytes; what is timed is the wait for a page");
        new Contest(
                        "read-" + shape.events(),
                        "reading " + events + " events, " + shape + " in a commit",
                        List.of(
                                pushmi(),
                                rocksDb(Math.max(1, events / shape.events() / pages.size())),
                                echo(pages.size(), pageSize)),
                        List.of(
                                Comparison.ofRates("events", PUSHMI, ROCKSDB),
                                Comparison.ofRates("events", PUSHMI, ECHO)))
                .run(settings, report);
    }

    @Override
    public void close() {
        echo.close();
        runtime.close();
        engine.close();
    }

    private void fill(long count) throws Exception {
        report.begin("filling a log with " + events + " events");
        long begin = System.nanoTime();
        Commits commits = new Commits(shape);
        Load.of(FILLERS, Limit.ofCalls(count, LONGEST_FILLING), commits.into(runtime));
        report.figure("filling took", "s", (System.nanoTime() - begin) / 1e9);
        report.figure("the Runtime's store", "MB", Workplace.sizeOf(data) / 1e6);
        engine.fill(count, commits::value);
        Rest.await(runtime.process()::processorTime);
    }

    private Contender pushmi() {
        return new Contender(
                PUSHMI,
                runtime.process(),
                limit -> Reading.of(events, limit, reading -> {
                    byte[] last = runtime.connection().stream(READ, WHOLE_LOG, page -> reading.page());
                    requireEnd(last);
                }));
    }

    private Contender rocksDb(long valuesInPage) {
        return new Contender(
                ROCKSDB,
                null,
                limit -> Reading.of(events, limit, reading -> {
                    long[] read = {0};
                    engine.read(value -> {
                        read[0]++;
                        if (read[0] % valuesInPage == 0) {
                            reading.page();
                        }
                    });
                }));
    }

    private Contender echo(int pages, int pageSize) {
        return new Contender(
                ECHO,
                echo.process(),
                limit -> Reading.of(
                        events, limit, reading -> EchoServer.stream(echo, pageSize, pages, page -> reading.page())));
    }

    /** The last page says where the log ends, which is enough, since specifications see to what is in between. */
    private void requireEnd(byte[] page) throws InvalidProtocolBufferException {
        long end = EventPage.parseFrom(page).getNext();
        if (end != events) {
            throw new IllegalStateException("expected to read up to " + events + ", came to " + end);
        }
    }
}
