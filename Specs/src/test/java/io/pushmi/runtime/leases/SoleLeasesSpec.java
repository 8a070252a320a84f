package io.pushmi.runtime.leases;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.tenancy.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SoleLeasesSpec {
    private static final TenantId TENANT = new TenantId(UUID.fromString("1c707441-95b3-4214-a4d1-4199c58afa23"));
    private static final LeaseId LEASE = new LeaseId(TENANT, "work/of-one");

    private final Leases leases = new SoleLeases();
    private final RecordingClaimant first = new RecordingClaimant();
    private final RecordingClaimant second = new RecordingClaimant();
    private final RecordingClaimant third = new RecordingClaimant();

    @Test
    void are_not_shared_with_other_Runtimes() {
        assertThat(leases.areShared()).isFalse();
    }

    @Nested
    class when_several_claim_a_lease {
        private final Claim firsts = leases.claim(LEASE, first);
        private final Claim seconds = leases.claim(LEASE, second);
        private final Claim thirds = leases.claim(LEASE, third);

        @Test
        void the_oldest_holds_it() {
            assertThat(List.of(first.holds(), second.holds(), third.holds())).containsExactly(true, false, false);
        }

        @Test
        void the_next_in_line_has_it_at_once_when_it_is_released() {
            assertThat(firsts.release()).isCompleted();
            assertThat(second.holds()).isTrue();
            assertThat(third.holds()).isFalse();
        }

        @Test
        void numbers_grow() {
            CompletionStage<Void> unused = firsts.release();
            unused = seconds.release();
            assertThat(second.numbers().get(0)).isGreaterThan(first.numbers().get(0));
            assertThat(third.numbers().get(0)).isGreaterThan(second.numbers().get(0));
        }

        @Test
        void who_leaves_the_line_is_passed_over() {
            assertThat(seconds.release()).isCompleted();
            assertThat(first.holds()).isTrue();
            CompletionStage<Void> unused = firsts.release();
            assertThat(second.numbers()).isEmpty();
            assertThat(third.holds()).isTrue();
        }

        @Test
        void to_release_twice_takes_it_from_nobody_else() {
            CompletionStage<Void> unused = firsts.release();
            assertThat(firsts.release()).isCompleted();
            assertThat(second.holds()).isTrue();
            assertThat(third.numbers()).isEmpty();
            assertThat(thirds.release()).isCompleted();
        }

        @Test
        void who_claims_again_is_last() {
            CompletionStage<Void> unused = firsts.release();
            leases.claim(LEASE, first);
            unused = seconds.release();
            unused = thirds.release();
            assertThat(first.numbers()).hasSize(2);
            assertThat(first.numbers().get(1)).isGreaterThan(third.numbers().get(0));
        }
    }

    @Test
    void leases_of_other_names_and_tenants_are_held_apart() {
        leases.claim(LEASE, first);
        leases.claim(new LeaseId(TENANT, "work/of-another"), second);
        leases.claim(new LeaseId(new TenantId(UUID.randomUUID()), LEASE.name()), third);
        assertThat(List.of(first.holds(), second.holds(), third.holds())).containsExactly(true, true, true);
    }

    @Test
    void numbers_grow_even_when_nobody_claimed_for_a_while() {
        CompletionStage<Void> unused = leases.claim(LEASE, first).release();
        leases.claim(LEASE, second);
        assertThat(second.numbers().get(0)).isGreaterThan(first.numbers().get(0));
    }

    @Test
    void a_claimant_that_fails_when_it_is_told_holds_up_nobody() {
        Claim failing = leases.claim(LEASE, new Claimant() {
            @Override
            public void held(FencingNumber number) {
                throw new IllegalStateException("cannot begin");
            }

            @Override
            public void lost() {
                throw new IllegalStateException("cannot end");
            }
        });
        leases.claim(LEASE, second);
        assertThat(failing.release()).isCompleted();
        assertThat(second.holds()).isTrue();
    }

    @Nested
    class when_many_threads_claim_and_release {
        private final AtomicInteger holders = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final AtomicInteger turns = new AtomicInteger();
        private final AtomicLong lastNumber = new AtomicLong();
        private final AtomicInteger wrongNumbers = new AtomicInteger();

        @Test
        void each_has_its_turn_alone_and_under_a_higher_number() throws Exception {
            List<CompletableFuture<Void>> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                threads.add(CompletableFuture.runAsync(() -> {
                    for (int turn = 0; turn < 500; turn++) {
                        takeTurn();
                    }
                }));
            }
            CompletableFuture.allOf(threads.toArray(CompletableFuture<?>[]::new))
                    .get(30, TimeUnit.SECONDS);
            assertThat(List.of(turns.get(), most.get(), wrongNumbers.get())).containsExactly(4000, 1, 0);
        }

        private void takeTurn() {
            CompletableFuture<Void> held = new CompletableFuture<>();
            Claim claim = leases.claim(LEASE, new Claimant() {
                @Override
                public void held(FencingNumber number) {
                    most.accumulateAndGet(holders.incrementAndGet(), Math::max);
                    if (lastNumber.getAndSet(number.value()) >= number.value()) {
                        wrongNumbers.incrementAndGet();
                    }
                    held.complete(null);
                }

                @Override
                public void lost() {
                    wrongNumbers.incrementAndGet();
                }
            });
            held.thenRun(() -> {
                        turns.incrementAndGet();
                        holders.decrementAndGet();
                    })
                    .thenCompose(done -> claim.release())
                    .join();
        }
    }
}
