package dev.indelible.core.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NumbersTest {
    private static final Map<String, Long> BEFORE = Map.of("acme", 4L, "globex", 6L, "other", 9L);

    private static Entry entry(long position, String organization, long sequence) {
        var parts = Parts.of(Map.of(Part.CORE, "{}".getBytes(UTF_8)));
        var draft =
                new Draft(
                        organization,
                        new UUID(0, position),
                        "a-key",
                        new byte[Leaf.SEED_BYTES],
                        parts);
        return new Entry(position, sequence, 0, draft);
    }

    private static Map<String, Long> check(Entry... entries) {
        return Numbers.check(List.of(entries), 20, name -> BEFORE.getOrDefault(name, 0L));
    }

    @Test
    void saysWhatComesAfterThemInTheirOrganizations() {
        assertThat(
                        check(
                                entry(20, "globex", 6),
                                entry(21, "acme", 4),
                                entry(22, "globex", 7),
                                entry(23, "new", 0)))
                .isEqualTo(Map.of("globex", 8L, "acme", 5L, "new", 1L));
    }

    @Test
    void refusesNoneAndThoseThatLeaveAGapOrRepeat() {
        assertThatThrownBy(NumbersTest::check).isInstanceOf(IllegalArgumentException.class);
        for (Entry wrong :
                List.of(
                        entry(20, "acme", 5),
                        entry(22, "acme", 5),
                        entry(21, "acme", 4),
                        entry(21, "acme", 6),
                        entry(21, "globex", 7))) {
            assertThatThrownBy(() -> check(entry(20, "acme", 4), wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("are next");
        }
    }
}
