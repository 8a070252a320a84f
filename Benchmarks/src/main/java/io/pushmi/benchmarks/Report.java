package io.pushmi.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** What is measured, printed as it comes and kept to be written as JSON. Every raw figure is in both. */
final class Report {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final PrintWriter out;
    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private final ArrayNode series = document.putArray("series");
    private ObjectNode current = JsonNodeFactory.instance.objectNode();

    Report(PrintWriter out) {
        this.out = out;
    }

    /** Says a circumstance under which everything is measured. */
    void circumstance(String name, String value) {
        document.put(name, value);
        line(name + ": " + value);
    }

    /** Something to read that is no figure. */
    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** What comes next is about this. */
    void begin(String title) {
        current = series.addObject().put("title", title);
        line("");
        line("== " + title);
    }

    void columns() {
        row("run", "who", "calls", "per second", "p50 ms", "p99 ms", "p99.9 ms", "max ms", "MiB", "cpu us");
    }

    void sample(int run, String who, Sample sample) {
        ObjectNode json = add("samples").put("run", run).put("who", who);
        write(json, sample);
        row(Integer.toString(run), who, sample);
    }

    void median(String who, Sample sample) {
        write(add("medians").put("who", who), sample);
        row("median", who, sample);
    }

    /** What came out each time, and the median of it. */
    void figure(String name, String unit, double... values) {
        double median = Median.of(values);
        ObjectNode json = add("figures").put("name", name).put("unit", unit).put("median", median);
        Arrays.stream(values).forEach(json.withArray("values")::add);
        String spread = values.length == 1
                ? ""
                : String.format(
                        Locale.ROOT,
                        " (%,.3f to %,.3f)",
                        Arrays.stream(values).min().orElseThrow(),
                        Arrays.stream(values).max().orElseThrow());
        line(String.format(Locale.ROOT, "%s: %,.3f%s%s", name, median, unit.isEmpty() ? "" : " " + unit, spread));
    }

    /** What a process takes in memory now, where the system tells. */
    void resident(JavaProcess process) {
        process.residentBytes().ifPresent(bytes -> figure("resident memory", "MB", bytes / 1e6));
    }

    /** Writes everything to a file, if that is wanted. */
    void write(RunSettings settings) throws IOException {
        Path file = settings.json();
        if (file != null) {
            JSON.writeValue(file.toFile(), document);
        }
    }

    private ObjectNode add(String kind) {
        return current.withArray(kind).addObject();
    }

    private static void write(ObjectNode json, Sample sample) {
        json.put("calls", sample.calls())
                .put("perSecond", sample.perSecond())
                .put("p50Micros", sample.p50())
                .put("p99Micros", sample.p99())
                .put("p999Micros", sample.p999())
                .put("maxMicros", sample.longest())
                .put("processorMicrosPerCall", sample.processorMicros());
        sample.residentBytes().ifPresent(bytes -> json.put("residentBytes", bytes));
    }

    private void row(String run, String who, Sample sample) {
        row(
                run,
                who,
                String.format(Locale.ROOT, "%,d", sample.calls()),
                String.format(Locale.ROOT, "%,.1f", sample.perSecond()),
                millis(sample.p50()),
                millis(sample.p99()),
                millis(sample.p999()),
                millis(sample.longest()),
                sample.residentBytes().isPresent()
                        ? Long.toString(sample.residentBytes().getAsLong() >> 20)
                        : "-",
                String.format(Locale.ROOT, "%.1f", sample.processorMicros()));
    }

    private void row(Object... cells) {
        out.printf(Locale.ROOT, "%-7s %-8s %10s %13s %9s %9s %9s %9s %8s %9s%n", cells);
        out.flush();
    }

    private static String millis(double micros) {
        return String.format(Locale.ROOT, "%.3f", micros / 1e3);
    }
}
