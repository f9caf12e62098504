package dev.indelible.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecordsTest {
    private static final int BEFORE = 5;
    private static final int BEHIND = 300;

    /// Bytes that an entry takes in a raw file.
    static int bytes(Entry entry) {
        return written(entry, 0, 0).limit();
    }

    /// The record of an entry between bytes that are none.
    private static ByteBuffer written(Entry entry, int before, int behind) {
        ByteBuffer record = ByteBuffer.allocate(before + Records.bytesMax(entry) + behind);
        record.position(before);
        new Records(1).write(entry, entry.position(), record);
        return record.limit(record.position() + behind);
    }

    private static Entry entry(String organization, String key) {
        var parts =
                Parts.of(
                        Map.of(
                                Part.CORE, "{\"action\":\"a.b\"}".getBytes(UTF_8),
                                Part.DETAIL, "{}".getBytes(UTF_8)));
        var draft = new Draft(organization, new UUID(1, 2), key, new byte[Leaf.SEED_BYTES], parts);
        return new Entry(7, 3, 1_790_000_000_000L, draft);
    }

    @Test
    void namesOfAnyCharactersFindRoomAndAreReadAgain() {
        for (String name : new String[] {"", "acme", "über", "日本語", "🙂🙂", "a\0é€🙂"}) {
            Entry entry = entry(name, name + name);
            ByteBuffer record = written(entry, BEFORE, BEHIND);

            var read = Objects.requireNonNull(new Records(1).read(record, BEFORE));
            var stored = (Records.StoredEntry) read;

            assertThat(stored.entry()).isEqualTo(entry);
            assertThat(stored.entry().draft().key()).isEqualTo(name + name);
            assertThat(stored.bytes()).isEqualTo(bytes(entry));
        }
    }

    @Test
    void aDamagedRecordIsNotReadAndSeemsToBeNoMoreThanItsBytes() {
        Entry entry = entry("acme", "a-key");
        int bytes = bytes(entry);
        for (int at = Records.HEADER_BYTES; at < bytes; at++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                ByteBuffer record = written(entry, BEFORE, BEHIND);
                record.put(BEFORE + at, (byte) (record.get(BEFORE + at) ^ 1 << bit));

                assertThat(new Records(1).read(record, BEFORE)).isNull();
                Records.StoredEntry seeming = Records.readUnchecked(record, BEFORE);
                if (seeming != null) {
                    assertThat(bytes(seeming.entry())).isLessThanOrEqualTo(bytes + 2 * 2 * 4);
                }
            }
        }
    }
}
