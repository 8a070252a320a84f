package io.pushmi.benchmarks;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process holds in its heap. */
final class Heap {
    /** Whatever the collector, it says of each of its spaces how much of it is used, and of metaspace after them. */
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private Heap() {}

    /** Bytes that are left after a full collection, which this makes. */
    static long bytesInUse(JavaProcess process) throws IOException, InterruptedException {
        Diagnostics.ask(process, "GC.run");
        String answer = Diagnostics.ask(process, "GC.heap_info");
        int end = answer.indexOf("Metaspace");
        Matcher used = USED.matcher(end < 0 ? answer : answer.substring(0, end));
        long bytes = 0;
        while (used.find()) {
            bytes += Long.parseLong(used.group(1)) << 10;
        }
        if (bytes == 0) {
            throw new IOException("the virtual machine does not say what its heap holds: " + answer);
        }
        return bytes;
    }
}
