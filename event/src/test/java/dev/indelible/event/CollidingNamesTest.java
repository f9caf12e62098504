package dev.indelible.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Jackson's table of names hashes eight bytes `a`, `b` of four each so, before its seed comes in:
/// `x = a + (a >>> 15); x ^= x >>> 9; x + 33 * b`. Names for which this is the same are in one
/// chain from any seed on; by default some thousand of them are refused.
class CollidingNamesTest {
    private static final int NAMES = 20_000;

    @Test
    void eventsWhoseNamesHaveOneHashAreTakenReadAndErased() {
        List<String> names = names();
        assertThat(Set.copyOf(names)).hasSize(NAMES);
        String params = "{\"" + String.join("\":\"u-17\",\"", names) + "\":\"u-18\"}";
        byte[] event =
                "{\"action\":\"a\",\"detail\":{\"request\":{\"params\":%s}}}"
                        .formatted(params)
                        .getBytes(UTF_8);

        Parts parts =
                EventReader.read(event, 0, event.length)
                        .placed(new UUID(1, 2), EventTime.parse("2026-01-01T00:00:00Z"), "acme");
        assertThat(EventReader.event(parts).action()).isEqualTo("a");
        assertThat(EventReader.parse(event, 0, event.length).event().action()).isEqualTo("a");
        assertThat(Json.parse(params).texts()).hasSize(NAMES).endsWith("u-18");
        byte[] detail = requireNonNull(parts.get(Part.DETAIL));
        assertThat(new Mention(List.of("u-18"), List.of()).in(detail)).isTrue();
        assertThat(new Mention(List.of("\u00e9-18"), List.of()).in(detail)).isFalse();
    }

    private static List<String> names() {
        var names = new ArrayList<String>();
        for (int i = 0; names.size() < NAMES; i++) {
            int last = i / 729000 + 35 << 24 | i / 8100 % 90 + 35 << 16 | i / 90 % 90 + 35 << 8;
            last |= i % 90 + 35;
            String name = text(first(0x12345678 - 33 * last)) + text(last);
            if (name.chars().allMatch(c -> c > '"' && c < 0x7f && c != '\\')) {
                names.add(name);
            }
        }
        return names;
    }

    /// What the first two steps make this number of.
    private static int first(int hashed) {
        int sum = hashed ^ hashed >>> 9 ^ hashed >>> 18 ^ hashed >>> 27;
        int first = sum;
        for (int i = 0; i < 8; i++) {
            first = sum - (first >>> 15);
        }
        return first;
    }

    private static String text(int four) {
        return ""
                + (char) (four >>> 24)
                + (char) (four >>> 16 & 0xff)
                + (char) (four >>> 8 & 0xff)
                + (char) (four & 0xff);
    }
}
