package io.pushmi.benchmarks;

/** Is told once how a call ended, on any thread. */
interface Answer {
    void arrived();

    void failed(Throwable reason);
}
