package io.pushmi.runtime.storage;

import java.nio.file.Path;

/**
 * A copy of a store that was made while the store was in use.
 *
 * @param folder where it lies
 * @param bytes how large it is on disk
 * @param logs how many logs it has
 * @param events how many events all of them have together
 */
public record Backup(Path folder, long bytes, long logs, long events) {}
