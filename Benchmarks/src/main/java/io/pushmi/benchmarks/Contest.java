package io.pushmi.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Contenders that take turns: after a warm-up of each, every round runs each of them once, so that whatever else the
 * machine does meets all of them. Ratios are those of the samples of one round.
 */
final class Contest {
    private final String name;
    private final String title;
    private final List<Contender> contenders;
    private final List<Comparison> comparisons;

    /**
     * @param name for files about it
     * @param title for who reads what is printed
     * @param contenders the Runtime first
     */
    Contest(String name, String title, List<Contender> contenders, List<Comparison> comparisons) {
        this.name = name;
        this.title = title;
        this.contenders = List.copyOf(contenders);
        this.comparisons = List.copyOf(comparisons);
    }

    void run(RunSettings settings, Report report) throws Exception {
        report.begin(title);
        for (Contender contender : contenders) {
            contender.run(settings.warmUp());
            contender.awaitRest();
        }
        report.columns();
        List<Map<String, Sample>> rounds = new ArrayList<>();
        Recording recording = Recording.start(contenders.get(0), name, settings, report);
        for (int round = 1; round <= settings.runs(); round++) {
            rounds.add(round(round, settings.limit(), report));
        }
        recording.finish();
        sum(rounds, report);
    }

    private void sum(List<Map<String, Sample>> rounds, Report report) {
        for (Contender contender : contenders) {
            report.median(contender.name(), Sample.median(samplesOf(contender, rounds)));
        }
        for (Comparison comparison : comparisons) {
            report.figure(
                    comparison.name(),
                    comparison.unit(),
                    rounds.stream().mapToDouble(comparison.ratio()::of).toArray());
        }
    }

    private Map<String, Sample> round(int number, Limit limit, Report report) throws Exception {
        Map<String, Sample> round = new LinkedHashMap<>();
        for (Contender contender : contenders) {
            Sample sample = contender.run(limit);
            round.put(contender.name(), sample);
            report.sample(number, contender.name(), sample);
            contender.awaitRest();
        }
        return round;
    }

    private static List<Sample> samplesOf(Contender contender, List<Map<String, Sample>> rounds) {
        return rounds.stream()
                .map(round -> Objects.requireNonNull(round.get(contender.name())))
                .toList();
    }
}
