package io.pushmi.runtime.leases;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three Runtimes that claim and release leases in an order of things drawn from a seed: messages that are late, a store
 * that is away and loses answers, Runtimes that are paused and that crash. Whatever the order, nobody holds what another
 * one holds, and in the end every lease that is wanted is held.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LeaseSchedulesSpec {
    private static final int RUNS_PER_SEED = 100;
    private static final int RUNS_PER_FLAW = 800;
    private static final List<String> NAMES = List.of("a", "b", "c");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatever_the_order_a_lease_is_held_by_one(long seed) {
        for (int i = 0; i < RUNS_PER_SEED; i++) {
            long run = seed * 1_000_003 + i;
            assertThat(new Run(run, LeaseFlaw.NONE).play()).as("run " + run).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_flaw_is_found_out(LeaseFlaw flaw) {
        String found = "";
        for (int i = 0; i < RUNS_PER_FLAW && found.isEmpty(); i++) {
            found = new Run(i, flaw).play();
        }
        assertThat(found).isNotEmpty();
    }

    private static final class Run {
        private final Random random;
        private final World world;
        private final LeaseFlaw flaw;
        private final List<SimulatedRuntime> runtimes = new ArrayList<>();
        private int started;

        Run(long seed, LeaseFlaw flaw) {
            random = new Random(seed);
            world = new World(seed);
            this.flaw = flaw;
            for (int i = 0; i < 3; i++) {
                runtimes.add(start());
            }
        }

        /** What went wrong; empty if nothing. */
        String play() {
            for (int i = 0; i < 40 && world.broken().isEmpty(); i++) {
                step(runtimes.get(random.nextInt(runtimes.size())));
                world.pass(Duration.ofMillis(random.nextInt(3000)));
            }
            return world.broken().isEmpty() ? finish() : world.broken();
        }

        private SimulatedRuntime start() {
            started++;
            return new SimulatedRuntime(world, "runtime " + started, flaw);
        }

        private void step(SimulatedRuntime runtime) {
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> claim(runtime);
                case 3 -> release(runtime);
                case 4 -> runtime.pause();
                case 5 -> runtime.resume();
                case 6 -> runtime.slowest(random.nextInt(3) == 0 ? 8000 : 20);
                case 7 -> world.states.trouble(random.nextInt(3) * 25);
                default -> {
                    if (random.nextInt(3) == 0) {
                        runtime.crash();
                        runtimes.set(runtimes.indexOf(runtime), start());
                    }
                }
            }
        }

        private void claim(SimulatedRuntime runtime) {
            if (runtime.isRunning()) {
                World.Claimed unused = world.new Claimed(runtime, NAMES.get(random.nextInt(NAMES.size())));
            }
        }

        private void release(SimulatedRuntime runtime) {
            if (runtime.isRunning()) {
                world.claimed().stream()
                        .filter(claimed -> claimed.wants() && claimed.runtime == runtime)
                        .findAny()
                        .ifPresent(claimed -> {
                            CompletionStage<Void> unused = claimed.release();
                        });
            }
        }

        private String finish() {
            world.states.trouble(0);
            runtimes.forEach(runtime -> {
                runtime.slowest(20);
                runtime.resume();
            });
            // What is late already takes up to 16 seconds there and back.
            world.pass(Duration.ofSeconds(16 + 10));
            for (String name : NAMES) {
                boolean isWanted = world.claimed().stream().anyMatch(one -> one.name.equals(name) && one.wants());
                if (isWanted != (world.holdersOf(name).size() == 1)) {
                    return name + " is wanted: " + isWanted + ", held by " + world.holdersOf(name);
                }
            }
            return world.broken();
        }
    }
}
