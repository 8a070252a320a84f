package io.pushmi.runtime.engines.rocksdb;

/** What a log is called within the store. The first log has 0, no number is left out, none is used again. */
record LogNumber(int value) implements Comparable<LogNumber> {
    LogNumber next() {
        return new LogNumber(Math.addExact(value, 1));
    }

    @Override
    public int compareTo(LogNumber other) {
        return Integer.compare(value, other.value);
    }
}
