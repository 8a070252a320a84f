package io.pushmi.runtime.leases;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.leases.World.Claimed;
import io.pushmi.runtime.storage.StateDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SharedLeasesSpec {
    private static final String LEASE = "work/of-one";

    private final World world = new World(7);
    private final SimulatedRuntime one = new SimulatedRuntime(world, "one", LeaseFlaw.NONE);
    private final SimulatedRuntime other = new SimulatedRuntime(world, "other", LeaseFlaw.NONE);

    @AfterEach
    void nobody_held_what_another_held() {
        assertThat(world.broken()).isEmpty();
    }

    @Test
    void are_shared_with_other_Runtimes() {
        assertThat(one.leases().areShared()).isTrue();
    }

    @Nested
    class when_two_Runtimes_claim_a_lease {
        private final Claimed ones = claim(one);
        private final Claimed others;

        when_two_Runtimes_claim_a_lease() {
            world.pass(Duration.ofSeconds(1));
            others = claim(other);
            world.pass(Duration.ofSeconds(30));
        }

        @Test
        void who_came_first_holds_it_all_the_time() {
            assertThat(ones.holds()).isTrue();
            assertThat(List.of(ones.turns(), others.turns())).containsExactly(1, 0);
        }

        @Test
        void the_other_has_it_soon_when_it_is_released() {
            CompletionStage<Void> released = ones.release();
            world.pass(Duration.ofMillis(1200));
            assertThat(released).isCompleted();
            assertThat(others.holds()).isTrue();
        }

        @Test
        void the_other_has_it_within_ten_seconds_of_a_crash() {
            one.crash();
            world.pass(Duration.ofMillis(4900));
            assertThat(others.holds()).isFalse();
            world.pass(Duration.ofMillis(5100));
            assertThat(others.holds()).isTrue();
        }

        @Test
        void a_paused_Runtime_finds_out_that_it_lost_it_before_it_does_anything_else() {
            one.pause();
            world.pass(Duration.ofSeconds(10));
            assertThat(others.holds()).isTrue();
            one.resume();
            assertThat(ones.isWaiting()).isTrue();
            CompletionStage<Void> unused = others.release();
            world.pass(Duration.ofSeconds(2));
            assertThat(ones.holds()).isTrue();
        }

        @Test
        void who_cannot_reach_the_store_lets_go_before_the_other_may_take_it() {
            one.slowest(60_000);
            world.pass(Duration.ofMillis(4500));
            assertThat(ones.isWaiting()).isTrue();
            world.pass(Duration.ofSeconds(6));
            assertThat(others.holds()).isTrue();
        }

        @Test
        void the_heartbeat_of_a_crashed_Runtime_is_removed() {
            assertThat(heartbeats()).hasSize(2);
            one.crash();
            world.pass(Duration.ofSeconds(20));
            assertThat(heartbeats()).hasSize(1);
        }

        @Test
        void who_wants_nothing_any_more_leaves_nothing_but_the_number() {
            CompletionStage<Void> unused = ones.release();
            unused = others.release();
            world.pass(Duration.ofSeconds(3));
            assertThat(heartbeats()).isEmpty();
            assertThat(leases()).hasSize(1);
            assertThat(StoredLease.decode(leases().get(0)).isFree()).isTrue();
        }
    }

    @Test
    void claims_of_one_Runtime_queue_up() {
        Claimed first = claim(one);
        Claimed second = claim(one);
        world.pass(Duration.ofSeconds(2));
        assertThat(List.of(first.holds(), second.holds())).containsExactly(true, false);
        CompletionStage<Void> unused = first.release();
        world.pass(Duration.ofMillis(200));
        assertThat(second.holds()).isTrue();
    }

    @Test
    void a_Runtime_that_was_started_again_waits_until_its_former_self_is_gone_for_sure() {
        claim(one);
        world.pass(Duration.ofSeconds(2));
        one.crash();
        Claimed again = claim(other);
        world.pass(Duration.ofSeconds(8));
        assertThat(again.holds()).isTrue();
    }

    @Nested
    class when_thousands_of_leases_are_held {
        private final List<Claimed> all = new ArrayList<>();

        when_thousands_of_leases_are_held() {
            for (int i = 0; i < 1500; i++) {
                all.add(world.new Claimed(one, LEASE + i));
            }
            world.pass(Duration.ofSeconds(2));
        }

        @Test
        void all_are_held_soon() {
            assertThat(all).allMatch(Claimed::holds);
        }

        @Test
        void they_cost_one_heartbeat_a_second() {
            int before = world.states.changes();
            world.pass(Duration.ofSeconds(20));
            assertThat(world.states.changes() - before).isBetween(19, 21);
        }

        @Test
        void all_are_handed_over_at_once() {
            List<Claimed> waiting = new ArrayList<>();
            all.forEach(held -> waiting.add(world.new Claimed(other, held.name)));
            world.pass(Duration.ofSeconds(2));
            all.forEach(held -> {
                CompletionStage<Void> unused = held.release();
            });
            world.pass(Duration.ofSeconds(3));
            assertThat(waiting).allMatch(Claimed::holds);
        }
    }

    private Claimed claim(SimulatedRuntime runtime) {
        return world.new Claimed(runtime, LEASE);
    }

    private List<StateDocument> heartbeats() {
        return world.states.now(World.TENANT, Heartbeat.COLLECTION);
    }

    private List<StateDocument> leases() {
        return world.states.now(World.TENANT, StoredLease.COLLECTION);
    }
}
