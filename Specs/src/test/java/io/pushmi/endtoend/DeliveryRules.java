package io.pushmi.endtoend;

import java.util.Set;
import java.util.function.Predicate;

/**
 * What a processor may expect of the events that it is given.
 *
 * @param name which processor
 * @param wants whether it gets an event
 * @param isPartitioned whether events are in order within their event source only, instead of over all
 * @param concurrency how many events it handles at the same time at most
 * @param window how many events of one connection may come again after it was lost
 * @param ended the connections that were ended in good order, after which nothing comes again
 */
record DeliveryRules(
        String name,
        Predicate<LoggedEvent> wants,
        boolean isPartitioned,
        int concurrency,
        int window,
        Set<Integer> ended) {}
