package io.pushmi.runtime.doors.pushmi;

import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import io.pushmi.contracts.management.v1.BackupRequest;
import io.pushmi.contracts.management.v1.BackupResponse;
import io.pushmi.contracts.management.v1.LogStats;
import io.pushmi.contracts.management.v1.StatsRequest;
import io.pushmi.contracts.management.v1.StatsResponse;
import io.pushmi.contracts.management.v1.StoreGrpc;
import io.pushmi.runtime.management.StoreKeeping;
import io.pushmi.runtime.storage.Backup;
import io.pushmi.runtime.storage.StorageStatistics;
import io.pushmi.runtime.storage.StorageStatistics.LogStatistics;

/** Keeps the store. */
final class StoreService extends StoreGrpc.StoreImplBase {
    private final StoreKeeping keeping;

    StoreService(StoreKeeping keeping) {
        this.keeping = keeping;
    }

    @Override
    public void backup(BackupRequest request, StreamObserver<BackupResponse> caller) {
        Context call = Context.current();
        UnaryAnswer.to(
                caller,
                () -> keeping.backup(Fields.notEmpty(request.getFolder(), "folder"), () -> !call.isCancelled())
                        .thenApply(StoreService::response));
    }

    @Override
    public void stats(StatsRequest request, StreamObserver<StatsResponse> caller) {
        UnaryAnswer.to(caller, () -> keeping.statistics().thenApply(StoreService::response));
    }

    private static BackupResponse response(Backup backup) {
        return BackupResponse.newBuilder()
                .setFolder(backup.folder().toString())
                .setBytes(backup.bytes())
                .setLogs(backup.logs())
                .setEvents(backup.events())
                .build();
    }

    private static StatsResponse response(StorageStatistics statistics) {
        StatsResponse.Builder response =
                StatsResponse.newBuilder().setBytes(statistics.bytes()).setDocuments(statistics.documents());
        for (LogStatistics log : statistics.logs()) {
            response.addLogs(LogStats.newBuilder()
                    .setTenant(log.log().tenant().toString())
                    .setName(log.log().name().value())
                    .setEvents(log.events())
                    .setAggregates(log.aggregates())
                    .setKeys(log.keys()));
        }
        return response.build();
    }
}
