package io.pushmi.runtime.engines.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.StorageDamaged;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Domain(AnyCommit.class)
@Domain(DomainContext.Global.class)
class CommitCodecSpec {
    @Property(tries = 1_000)
    void a_commit_comes_back_as_it_went_in(@ForAll Commit commit) {
        byte[] stored = CommitCodec.encode(commit);

        assertThat(CommitCodec.decode(Given.LOG, commit.first(), stored)).isEqualTo(commit);
    }

    @Property(tries = 1_000)
    void a_commit_of_which_any_byte_is_changed_is_damaged(
            @ForAll Commit commit, @ForAll int where, @ForAll @IntRange(min = 1, max = 255) int change) {
        byte[] stored = CommitCodec.encode(commit);
        stored[Math.floorMod(where, stored.length)] ^= (byte) change;

        assertDamaged(commit, stored);
    }

    @Property(tries = 1_000)
    void a_commit_that_is_cut_off_anywhere_is_damaged(@ForAll Commit commit, @ForAll int where) {
        byte[] stored = CommitCodec.encode(commit);

        assertDamaged(commit, Arrays.copyOf(stored, Math.floorMod(where, stored.length)));
    }

    @Property(tries = 1_000)
    void garbage_is_damaged(@ForAll byte[] garbage) {
        assertDamaged(Given.commit(7, "any"), garbage);
    }

    /** A checksum that is right says nothing about what it is over: that is decoded as carefully. */
    @Property(tries = 2_000)
    void garbage_with_a_right_checksum_is_damaged(@ForAll byte[] garbage) {
        byte[] content = new ByteWriter(garbage.length).octet(1).raw(garbage).toArray();

        assertDamaged(
                Given.commit(7, "any"),
                new ByteWriter(content.length).raw(content).checksum().toArray());
    }

    @Property(tries = 2_000)
    void a_change_with_a_right_checksum_is_damage_or_another_commit_but_no_other_failure(
            @ForAll Commit commit, @ForAll int where, @ForAll @IntRange(min = 1, max = 255) int change) {
        byte[] stored = CommitCodec.encode(commit);
        byte[] content = Arrays.copyOf(stored, stored.length - 4);
        content[Math.floorMod(where, content.length)] ^= (byte) change;
        byte[] changed = new ByteWriter(content.length).raw(content).checksum().toArray();

        Throwable failure = catchThrowable(() -> CommitCodec.decode(Given.LOG, commit.first(), changed));

        if (failure != null) {
            assertThat(failure).isInstanceOf(StorageDamaged.class);
        }
    }

    private static void assertDamaged(Commit commit, byte[] stored) {
        assertThat(catchThrowable(() -> CommitCodec.decode(Given.LOG, commit.first(), stored)))
                .isInstanceOf(StorageDamaged.class)
                .hasMessageContaining(Given.LOG.toString())
                .hasMessageContaining("at " + commit.first());
    }
}
