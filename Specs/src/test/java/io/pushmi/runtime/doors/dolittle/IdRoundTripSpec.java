package io.pushmi.runtime.doors.dolittle;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Every id goes out as it came in. */
class IdRoundTripSpec {
    @Property(tries = 1000)
    void guids_are_read_as_they_are_written(@ForAll long high, @ForAll long low) {
        UUID id = new UUID(high, low);

        assertThat(Guids.require(true, Guids.write(id), "id")).isEqualTo(id);
        assertThat(Guids.ofText(id.toString())).isEqualTo(id);
    }

    @Property(tries = 1000)
    void uuids_of_generation_5_are_shown_as_they_came(@ForAll long high, @ForAll long low) {
        ByteString id = Requests.asMessage(new UUID(high, low));

        assertThat(WireShape.UUID.write(WireShape.read(id, "id"))).isEqualTo(id);
    }

    @Property(tries = 1000)
    void texts_are_shown_as_they_came(@ForAll String text) {
        ByteString id = ByteString.copyFromUtf8(text);

        assertThat(WireShape.TEXT.write(WireShape.read(id, "id"))).isEqualTo(id);
    }
}
