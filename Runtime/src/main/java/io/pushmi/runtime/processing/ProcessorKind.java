package io.pushmi.runtime.processing;

/** What a processor is to its client. Two of different kinds may have the same id. */
public enum ProcessorKind {
    EVENT_HANDLER("event-handler"),
    /** A filter whose stream stays within the microservice, divided into partitions or not. */
    FILTER("filter"),
    PUBLIC_FILTER("public-filter"),
    PROJECTION("projection");

    private final String text;

    ProcessorKind(String text) {
        this.text = text;
    }

    /** How it is written in names of documents and for people; never changes. */
    @Override
    public String toString() {
        return text;
    }
}
