package dev.indelible.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import org.junit.jupiter.api.Test;

class PartsTest {
    @Test
    void saysWhichPartsAreThere() {
        int others = Part.values().length - 1;
        for (int chosen = 0; chosen < 1 << others; chosen++) {
            var bytes = new EnumMap<Part, byte[]>(Part.class);
            bytes.put(Part.CORE, "{}".getBytes(UTF_8));
            int presence = 1;
            int length = 2;
            for (Part part : Part.values()) {
                if (part != Part.CORE && (chosen >> part.number() - 2 & 1) == 1) {
                    bytes.put(part, new byte[10 * part.number()]);
                    presence += 1 << part.number() - 1;
                    length += 10 * part.number();
                }
            }

            Parts parts = Parts.of(bytes);

            assertThat(parts.presence()).isEqualTo((byte) presence);
            assertThat(parts.count()).isEqualTo(bytes.size());
            assertThat(parts.length()).isEqualTo(length);
            for (Part part : Part.values()) {
                assertThat(parts.has(part)).isEqualTo(bytes.containsKey(part));
            }
        }
    }
}
