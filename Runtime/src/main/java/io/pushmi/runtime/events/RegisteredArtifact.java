package io.pushmi.runtime.events;

/**
 * What a microservice declared about one of its artifacts.
 *
 * @param id the artifact's id
 * @param generation the generation that was declared last
 * @param alias what people call it, or empty if it was given no name
 */
public record RegisteredArtifact(String id, long generation, String alias) {}
