package io.pushmi.runtime.engines.rocksdb;

import io.pushmi.runtime.storage.LogId;
import io.pushmi.runtime.storage.LogName;
import io.pushmi.runtime.tenancy.TenantId;

/** The stored form of a log's tenant and name. */
final class LogIdCodec {
    private LogIdCodec() {}

    static byte[] encode(LogId log) {
        return new ByteWriter(64)
                .uuid(log.tenant().value())
                .text(log.name().value())
                .checksum()
                .toArray();
    }

    static LogId decode(byte[] bytes) {
        ByteReader from = ByteReader.checked(bytes);
        LogId log = new LogId(new TenantId(from.uuid()), new LogName(from.text()));
        from.finish();
        return log;
    }
}
