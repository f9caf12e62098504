package dev.indelible.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/* Each sealed file has one of these in memory as long as it is open, with a line for each of perhaps
 * thousands of organizations. As a map of records a line takes some 180 bytes, here 32. */

/// What a sealed file has of each organization: a table by name, with open addressing. Immutable.
final class Shares {
    private static final int NUMBERS = 3;
    private static final int SHARE_BYTES = Short.BYTES + Long.BYTES + NUMBERS * Integer.BYTES;

    private final int count;
    private final @Nullable String[] names;
    private final long[] firstSequences;
    private final int[] numbers;

    /// What the file has of one organization; its positions lie in the section so named.
    record Share(long firstSequence, int count, int offset, int bytes) {
        long nextSequence() {
            return firstSequence + count;
        }
    }

    Shares(Map<String, Share> shares) {
        count = shares.size();
        int slots = count + count / 3 + 1;
        names = new String[slots];
        firstSequences = new long[slots];
        numbers = new int[NUMBERS * slots];
        shares.forEach(this::put);
    }

    private void put(String name, Share share) {
        int slot = slot(name);
        // The same name stands in most files: one string for all of them.
        names[slot] = name.intern();
        firstSequences[slot] = share.firstSequence();
        numbers[NUMBERS * slot] = share.count();
        numbers[NUMBERS * slot + 1] = share.offset();
        numbers[NUMBERS * slot + 2] = share.bytes();
    }

    /// Where this name is, or would be.
    private int slot(String name) {
        int hash = name.hashCode();
        int slot = Math.floorMod(hash ^ hash >>> 16, names.length);
        while (names[slot] != null && !name.equals(names[slot])) {
            slot = slot + 1 == names.length ? 0 : slot + 1;
        }
        return slot;
    }

    /// What the file has of this organization, or null.
    @Nullable Share of(String organization) {
        int slot = slot(organization);
        return names[slot] == null ? null : share(slot);
    }

    private Share share(int slot) {
        int at = NUMBERS * slot;
        return new Share(firstSequences[slot], numbers[at], numbers[at + 1], numbers[at + 2]);
    }

    /// The sequence after the organization's last event, 0 where it has none.
    long nextSequence(String organization) {
        Share share = of(organization);
        return share == null ? 0 : share.nextSequence();
    }

    /// The same for each organization that has events here. A copy.
    Map<String, Long> nextSequences() {
        var nextSequences = new HashMap<String, Long>();
        forEach((name, share) -> nextSequences.put(name, share.nextSequence()));
        return nextSequences;
    }

    /// How many bytes [#write] takes.
    int bytes() {
        int[] bytes = {Integer.BYTES};
        forEach((name, _) -> bytes[0] += SHARE_BYTES + name.getBytes(UTF_8).length);
        return bytes[0];
    }

    /// Writes them as the package's page says.
    void write(ByteBuffer into) {
        into.putInt(count);
        forEach((name, share) -> {
            byte[] nameBytes = name.getBytes(UTF_8);
            into.putShort((short) nameBytes.length)
                    .put(nameBytes)
                    .putLong(share.firstSequence())
                    .putInt(share.count())
                    .putInt(share.offset())
                    .putInt(share.bytes());
        });
    }

    /// What was so written.
    static Shares read(ByteBuffer from) {
        int count = from.getInt();
        var shares = new HashMap<String, Share>();
        for (int i = 0; i < count; i++) {
            byte[] name = new byte[Short.toUnsignedInt(from.getShort())];
            from.get(name);
            shares.put(
                    new String(name, UTF_8),
                    new Share(from.getLong(), from.getInt(), from.getInt(), from.getInt()));
        }
        return new Shares(shares);
    }

    /// How many organizations there are.
    int count() {
        return count;
    }

    void forEach(BiConsumer<String, Share> each) {
        for (int slot = 0; slot < names.length; slot++) {
            if (names[slot] != null) {
                each.accept(Objects.requireNonNull(names[slot]), share(slot));
            }
        }
    }
}
