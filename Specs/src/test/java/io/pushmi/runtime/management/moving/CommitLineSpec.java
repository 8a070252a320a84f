package io.pushmi.runtime.management.moving;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushmi.runtime.engines.rocksdb.AnyCommit;
import io.pushmi.runtime.storage.Bytes;
import io.pushmi.runtime.storage.Commit;
import io.pushmi.runtime.storage.Commits;
import io.pushmi.runtime.storage.Content;
import io.pushmi.runtime.storage.EventBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Domain(AnyCommit.class)
@Domain(DomainContext.Global.class)
class CommitLineSpec {
    @Property(tries = 1_000)
    void a_commit_comes_back_as_it_went_in(@ForAll Commit commit) {
        assertThat(CommitLine.read(CommitLine.of(commit))).isEqualTo(commit);
    }

    @Property(tries = 1_000)
    void it_is_one_line(@ForAll Commit commit) {
        assertThat(new String(CommitLine.of(commit), StandardCharsets.UTF_8)).doesNotContain("\n");
    }

    @Property(tries = 1_000)
    void different_commits_are_different_lines(@ForAll Commit one, @ForAll Commit other) {
        assertThat(Arrays.equals(CommitLine.of(one), CommitLine.of(other))).isEqualTo(one.equals(other));
    }

    @Property(tries = 500)
    void bytes_of_a_document_come_back_as_they_went_in(@ForAll String name, @ForAll byte[] content) {
        DocumentLine document = new DocumentLine(name, Bytes.wrap(content));

        assertThat(DocumentLine.read(document.bytes())).isEqualTo(document);
    }

    @Example
    void a_person_can_read_content_that_is_text() {
        Commit commit = Commits.fromTheStart().next(EventBuilder.event().json("{\"til\":\"Tromsø\"}"));

        assertThat(new String(CommitLine.of(commit), StandardCharsets.UTF_8))
                .contains("\"content\":\"{\\\"til\\\":\\\"Tromsø\\\"}\"");
    }

    @Example
    void the_largest_content_takes_little_more_than_its_bytes() {
        for (int fill : new int[] {0, 1, '"', 'a', 0xC3}) {
            byte[] content = new byte[1 << 20];
            Arrays.fill(content, (byte) fill);
            Commit commit =
                    Commits.fromTheStart().next(EventBuilder.event().content(Content.json(Bytes.wrap(content))));

            assertThat(CommitLine.of(commit)).hasSizeLessThan((2 << 20) + 2_000);
            assertThat(CommitLine.read(CommitLine.of(commit))).isEqualTo(commit);
        }
    }
}
