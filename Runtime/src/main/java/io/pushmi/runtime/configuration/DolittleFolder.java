package io.pushmi.runtime.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The folder of the configuration files: {@code runtime.yml}, and the files that came before it. */
final class DolittleFolder {
    private static final String RUNTIME = "runtime";

    private final Path folder;
    private final Problems problems;

    DolittleFolder(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /** Merges all files into the settings. A folder that is missing says nothing. */
    void apply(SettingNode settings, List<String> warnings) {
        List<Path> files = files();
        only(RUNTIME, withStem(RUNTIME, files))
                .ifPresent(file -> read(file, written -> written.forEach(settings::put)));
        Map<LegacyFile, List<Path>> legacy = new EnumMap<>(LegacyFile.class);
        for (Path file : files) {
            LegacyFile.withStem(stem(file)).ifPresent(kind -> legacy.put(kind, withStem(stem(file), files)));
        }
        legacy.forEach((kind, candidates) -> {
            if (kind == LegacyFile.TENANTS) {
                candidates.forEach(file -> warnings.add(
                        Shown.line(file + " is not read: tenants come from runtime.yml, or from resources.json")));
            } else {
                only(stem(candidates.get(0)), candidates)
                        .ifPresent(file -> read(file, written -> kind.apply(written, settings)));
            }
        });
    }

    private List<Path> files() {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            // Folders too: a mount whose source is missing leaves a folder named runtime.yml, which must not go
            // unnoticed.
            return entries.sorted().toList();
        } catch (IOException unreadable) {
            problems.add(folder + ": cannot be read (" + unreadable + "), expected a folder");
            return List.of();
        }
    }

    private Optional<Path> only(String stem, List<Path> candidates) {
        if (candidates.size() > 1) {
            String names =
                    String.join(" and ", candidates.stream().map(Path::toString).toList());
            problems.add(names + ": found " + candidates.size() + " files, expected one file named " + stem + ".*");
            return Optional.empty();
        }
        return candidates.stream().findFirst();
    }

    private void read(Path file, Consumer<List<Setting>> merge) {
        try {
            merge.accept(YamlFile.read(file));
        } catch (InvalidConfiguration refused) {
            problems.addAll(refused);
        }
    }

    private static List<Path> withStem(String stem, List<Path> files) {
        return files.stream().filter(file -> stem(file).equalsIgnoreCase(stem)).toList();
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        int extension = name.lastIndexOf('.');
        return extension < 0 ? name : name.substring(0, extension);
    }
}
