package io.pushmi.runtime.storage;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** An engine that finds commits by a kind of key only if they came after the kind did. */
final class UnbuiltKinds extends MemoryEngine {
    private final Set<KeyKind> unbuilt;
    private boolean recovering = true;

    private UnbuiltKinds(MemoryDisk disk, Set<KeyKind> unbuilt) {
        super(disk);
        this.unbuilt = unbuilt;
    }

    static MemoryFixture.Opening opening() {
        Map<MemoryDisk, Set<KeyKind>> away = new WeakHashMap<>();
        return (disk, kinds) -> {
            Set<KeyKind> unbuilt = away.computeIfAbsent(disk, unused -> ConcurrentHashMap.newKeySet());
            Set<KeyKind> others = EnumSet.allOf(KeyKind.class);
            others.removeAll(kinds);
            unbuilt.addAll(others);
            UnbuiltKinds engine = new UnbuiltKinds(disk, unbuilt);
            engine.recovered();
            engine.recovering = false;
            return engine;
        };
    }

    @Override
    MemoryLog newLog(LogId id) {
        return new MemoryLog() {
            @Override
            Set<Key> keysOf(Commit commit) {
                return super.keysOf(commit).stream()
                        .filter(key -> !recovering || !unbuilt.contains(key.kind()))
                        .collect(Collectors.toSet());
            }
        };
    }
}
