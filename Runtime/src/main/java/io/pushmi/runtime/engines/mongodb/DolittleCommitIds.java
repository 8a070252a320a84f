package io.pushmi.runtime.engines.mongodb;

import io.pushmi.runtime.storage.CommitId;
import io.pushmi.runtime.storage.SequenceNumber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Gives each event of a database the same commit id at every reading, so that what was moved before is recognised. */
final class DolittleCommitIds {
    private final String database;

    DolittleCommitIds(String database) {
        this.database = database;
    }

    CommitId of(String collection, SequenceNumber number) {
        ByteBuffer sum = ByteBuffer.wrap(
                digest().digest((database + "/" + collection + "/" + number).getBytes(StandardCharsets.UTF_8)));
        return new CommitId.Random(sum.getLong(), sum.getLong());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
