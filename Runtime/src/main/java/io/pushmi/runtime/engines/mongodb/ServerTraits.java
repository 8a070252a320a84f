package io.pushmi.runtime.engines.mongodb;

/**
 * What kind of server answers.
 *
 * @param isReplicaSet whether it is a member of a replica set
 * @param isRouter whether it hands commands on to the shards of a cluster
 */
record ServerTraits(boolean isReplicaSet, boolean isRouter) {
    /** Whether it tells of changes by itself. */
    boolean hasChangeStreams() {
        return isReplicaSet || isRouter;
    }
}
