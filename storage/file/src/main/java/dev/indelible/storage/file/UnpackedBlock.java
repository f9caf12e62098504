package dev.indelible.storage.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import dev.indelible.event.Remains;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The entries of one block, ready to be made one by one. Immutable; any thread.
final class UnpackedBlock {
    private static final Part[] PARTS = Part.values();
    private static final int CORE = Part.CORE.number() - 1;
    private static final int ALL_PARTS = (1 << PARTS.length) - 1;

    private final Layout layout;
    private final long firstPosition;
    private final byte[] columns;
    private final byte[] noise;
    private final String[] names;
    private final byte[] kinds;
    // By entry: what was deleted of it, if anything.
    private final byte[] gone;
    private final int[] organizations;
    private final int[] keys;
    private final long[] sequences;
    private final long[] receivedMillis;
    private final UUID[] ids;
    private final int[] seedOffsets;
    // By part and entry: where its bytes begin and end; the end is 0 for an absent one.
    private final int[] partFrom;
    private final int[] partTo;
    // By part and entry, and one more for the end: how many values were taken before.
    private final int[] takenBefore;
    private final ReturnedValues taken;

    /// Reads what [Columns] wrote, or an older version of it.
    ///
    /// @throws RuntimeException if these are not such bytes
    UnpackedBlock(Layout layout, long firstPosition, byte[] columns, byte[] noise) {
        this.layout = layout;
        this.firstPosition = firstPosition;
        this.columns = columns;
        this.noise = noise;
        ByteBuffer from = ByteBuffer.wrap(columns);
        int count = (int) Varints.read(from);
        names = new String[(int) Varints.read(from)];
        for (int i = 0; i < names.length; i++) {
            byte[] name = new byte[(int) Varints.read(from)];
            from.get(name);
            names[i] = new String(name, UTF_8);
        }
        kinds = new byte[count];
        from.get(kinds);
        gone = new byte[count];
        for (int i = 0; i < count; i++) {
            gone[i] = (kinds[i] & Columns.REDUCED) == 0 ? 0 : from.get();
        }
        organizations = numbers(from, count);
        keys = numbers(from, count);
        sequences = sequences(from, count);
        receivedMillis = new long[count];
        long before = 0;
        for (int i = 0; i < count; i++) {
            before += Varints.readSigned(from);
            receivedMillis[i] = before;
        }
        ids = new UUID[count];
        seedOffsets = new int[count];
        ByteBuffer random = ByteBuffer.wrap(noise);
        readNoise(from, random);
        partFrom = new int[count * PARTS.length];
        partTo = new int[count * PARTS.length];
        takenBefore = new int[count * PARTS.length + 1];
        readParts(from);
        taken = new ReturnedValues(takenBefore[count * PARTS.length], from, random);
    }

    private static int[] numbers(ByteBuffer from, int count) {
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (int) Varints.read(from);
        }
        return numbers;
    }

    private long[] sequences(ByteBuffer from, int count) {
        long[] expected = new long[names.length];
        long[] found = new long[count];
        for (int i = 0; i < count; i++) {
            found[i] = expected[organizations[i]] + Varints.readSigned(from);
            expected[organizations[i]] = found[i] + 1;
        }
        return found;
    }

    private void readNoise(ByteBuffer from, ByteBuffer random) {
        long lag = 0;
        for (int i = 0; i < kinds.length; i++) {
            seedOffsets[i] = random.position();
            random.position(random.position() + saltBytes(i));
            long time;
            if ((kinds[i] & Columns.ID_HAS_TIME) != 0) {
                lag = Varints.readSigned(from) + (layout == Layout.WHOLE_TEXTS ? 0 : lag);
                time = receivedMillis[i] - lag;
            } else {
                time = (random.getInt() & 0xffff_ffffL) << 16 | random.getShort() & 0xffffL;
            }
            long high = time << 16 | random.getShort() & 0xffffL;
            ids[i] = new UUID(high, random.getLong());
        }
    }

    /// Bytes of the seed, or of what is in its place.
    private int saltBytes(int index) {
        if ((kinds[index] & Columns.REDUCED) == 0) {
            return Leaf.SEED_BYTES;
        }
        int parts = kinds[index] & ALL_PARTS | gone[index] & ALL_PARTS;
        int hashes = (gone[index] & Columns.EXPIRED) != 0 ? 1 : Integer.bitCount(parts);
        return hashes * Leaf.HASH_BYTES;
    }

    private void readParts(ByteBuffer from) {
        boolean isClean = layout != Layout.WHOLE_TEXTS && from.get() != 0;
        for (int part = 0; part < PARTS.length; part++) {
            if (isClean) {
                readMarked(part, from);
            } else {
                readWhole(part, from);
            }
        }
    }

    /// Each ends with a byte that says so, and has one for each value that was taken out.
    private void readMarked(int part, ByteBuffer from) {
        int next = from.position();
        for (int i = 0; i < kinds.length; i++) {
            int at = part * kinds.length + i;
            int taken = 0;
            if ((kinds[i] & 1 << part) != 0) {
                partFrom[at] = next;
                while (columns[next] != TakenValues.END) {
                    taken += columns[next++] == TakenValues.MARK ? 1 : 0;
                }
                partTo[at] = next++;
            }
            takenBefore[at + 1] = takenBefore[at] + taken;
        }
        from.position(next);
    }

    private void readWhole(int part, ByteBuffer from) {
        int[] lengths = new int[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            lengths[i] = (kinds[i] & 1 << part) == 0 ? -1 : (int) Varints.read(from);
        }
        int at = from.position();
        for (int i = 0; i < kinds.length; i++) {
            if (lengths[i] >= 0) {
                partFrom[part * kinds.length + i] = at;
                at += lengths[i];
                partTo[part * kinds.length + i] = at;
            }
        }
        from.position(at);
    }

    int count() {
        return kinds.length;
    }

    /// Bytes it takes in memory, roughly.
    int bytes() {
        return columns.length + noise.length + kinds.length * 150;
    }

    String organization(int index) {
        return names[organizations[index]];
    }

    long sequence(int index) {
        return sequences[index];
    }

    /// The entry so many places behind the first.
    Entry entry(int index) {
        var parts = new byte[PARTS.length] @Nullable [];
        for (int part = 0; part < PARTS.length; part++) {
            if ((kinds[index] & 1 << part) != 0) {
                parts[part] = part(part * kinds.length + index, index);
            }
        }
        byte[] core = parts[CORE];
        if (core != null && (kinds[index] & Columns.ID_OUT_OF_CORE) != 0) {
            parts[CORE] = withId(core, ids[index]);
        }
        return new Entry(
                firstPosition + index,
                sequences[index],
                receivedMillis[index],
                draft(index, parts));
    }

    private byte[] part(int at, int index) {
        byte[] text = Arrays.copyOfRange(columns, partFrom[at], partTo[at]);
        int count = takenBefore[at + 1] - takenBefore[at];
        return count == 0
                ? text
                : taken.back(
                        text,
                        takenBefore[at],
                        count,
                        Columns.near(ids[index], receivedMillis[index]),
                        organization(index));
    }

    private Draft draft(int index, byte[] @Nullable [] parts) {
        String organization = organization(index);
        String key = names[keys[index]];
        if ((kinds[index] & Columns.REDUCED) == 0) {
            int seed = seedOffsets[index];
            byte[] bytes = Arrays.copyOfRange(noise, seed, seed + Leaf.SEED_BYTES);
            return new Draft(organization, ids[index], key, bytes, Parts.of(parts));
        }
        if (parts[CORE] == null) {
            parts[CORE] = Parts.standIn(ids[index], organization);
        }
        return Draft.remaining(organization, ids[index], key, remains(index), Parts.of(parts));
    }

    private Remains remains(int index) {
        int at = seedOffsets[index];
        if ((gone[index] & Columns.EXPIRED) != 0) {
            return Remains.expired(Arrays.copyOfRange(noise, at, at + Leaf.HASH_BYTES));
        }
        var salts = new byte[PARTS.length] @Nullable [];
        var commitments = new byte[PARTS.length] @Nullable [];
        for (int part = 0; part < PARTS.length; part++) {
            boolean erased = (gone[index] & 1 << part) != 0;
            if (erased || (kinds[index] & 1 << part) != 0) {
                byte[] hash = Arrays.copyOfRange(noise, at, at + Leaf.HASH_BYTES);
                (erased ? commitments : salts)[part] = hash;
                at += Leaf.HASH_BYTES;
            }
        }
        return Remains.of(salts, commitments);
    }

    private static byte[] withId(byte[] core, UUID id) {
        byte[] whole = new byte[core.length + Columns.ID_CHARS];
        System.arraycopy(core, 0, whole, 0, Columns.ID_OFFSET);
        byte[] text = id.toString().getBytes(US_ASCII);
        System.arraycopy(text, 0, whole, Columns.ID_OFFSET, text.length);
        System.arraycopy(
                core,
                Columns.ID_OFFSET,
                whole,
                Columns.ID_OFFSET + text.length,
                core.length - Columns.ID_OFFSET);
        return whole;
    }
}
