package dev.indelible.storage.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.journal.Entry;
import dev.indelible.event.Part;
import dev.indelible.event.Remains;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Turns the entries of one block into two runs of bytes: columns, in which like stands beside like
/// for the compressor, and noise, random bytes that no compressor can shorten and that would only
/// spoil its statistics. [UnpackedBlock] is the way back; the package's page has the layout.
final class Columns {
    /// The id's text is taken out of the core: the id itself has the same bits in half the room.
    static final int ID_OUT_OF_CORE = 1 << 5;

    /// The id is of version 7: its time is a difference to the time of receipt.
    static final int ID_HAS_TIME = 1 << 6;

    /// Something was deleted of it: what, says a byte of its own.
    static final int REDUCED = 1 << 7;

    /// In that byte, beside a bit for each part that was erased: the body has expired.
    static final int EXPIRED = 1 << 5;

    static final int ID_OFFSET = "{\"id\":\"".length();
    static final int ID_CHARS = 36;

    private static final Part[] PARTS = Part.values();
    private static final byte[] ID_PREFIX = "{\"id\":\"".getBytes(US_ASCII);

    private final List<Entry> entries;
    private final Packing.Effort effort;
    private final Map<String, Integer> names = new LinkedHashMap<>();
    private final Run columns = new Run(FileLimits.BLOCK_BYTES * 2);
    private final Run noise = new Run(FileLimits.BLOCK_BYTES / 4);
    private final TakenValues taken = new TakenValues();
    private long lagBefore;

    private Columns(List<Entry> entries, Packing.Effort effort) {
        this.entries = entries;
        this.effort = effort;
    }

    /// The two runs.
    ///
    /// @param entries one or more, of positions without gaps
    static Runs of(List<Entry> entries, Packing.Effort effort) {
        var block = new Columns(List.copyOf(entries), effort);
        block.write();
        return new Runs(block.columns, block.noise);
    }

    /// The bytes of one block, before compression.
    record Runs(Run columns, Run noise) {}

    /// Bytes as they are collected, without a copy of them.
    static final class Run extends ByteArrayOutputStream {
        private Run(int capacity) {
            super(capacity);
        }

        /// What they stand at the beginning of.
        byte[] array() {
            return buf;
        }
    }

    private void write() {
        int[] kinds = entries.stream().mapToInt(Columns::kind).toArray();
        writeNames();
        for (int kind : kinds) {
            columns.write(kind);
        }
        for (Entry entry : entries) {
            Remains remains = entry.draft().remains();
            if (remains != null) {
                columns.write(gone(remains));
            }
        }
        for (Entry entry : entries) {
            Varints.write(number(entry.organization()), columns);
        }
        for (Entry entry : entries) {
            Varints.write(number(entry.draft().key()), columns);
        }
        writeNumbers();
        for (int i = 0; i < kinds.length; i++) {
            writeNoise(entries.get(i), kinds[i]);
        }
        writeParts(kinds);
        taken.writeColumns(columns);
        taken.writeNoise(noise);
    }

    private void writeNames() {
        for (Entry entry : entries) {
            names.putIfAbsent(entry.organization(), names.size());
            names.putIfAbsent(entry.draft().key(), names.size());
        }
        Varints.write(entries.size(), columns);
        Varints.write(names.size(), columns);
        for (String name : names.keySet()) {
            byte[] bytes = name.getBytes(UTF_8);
            Varints.write(bytes.length, columns);
            columns.writeBytes(bytes);
        }
    }

    private int number(String name) {
        return names.getOrDefault(name, 0);
    }

    private void writeNumbers() {
        var sequences = new HashMap<String, Long>();
        for (Entry entry : entries) {
            long expected = sequences.getOrDefault(entry.organization(), 0L);
            Varints.writeSigned(entry.sequence() - expected, columns);
            sequences.put(entry.organization(), entry.sequence() + 1);
        }
        long before = 0;
        for (Entry entry : entries) {
            Varints.writeSigned(entry.receivedMillis() - before, columns);
            before = entry.receivedMillis();
        }
    }

    private void writeNoise(Entry entry, int kind) {
        Remains remains = entry.draft().remains();
        if (remains == null) {
            noise.writeBytes(entry.draft().seed());
        } else {
            writeRemains(remains);
        }
        long high = entry.id().getMostSignificantBits();
        if ((kind & ID_HAS_TIME) != 0) {
            long lag = entry.receivedMillis() - (high >>> 16);
            Varints.writeSigned(lag - lagBefore, columns);
            lagBefore = lag;
        } else {
            noise.writeBytes(bytes(high >>> 16, 6));
        }
        noise.writeBytes(bytes(high, 2));
        noise.writeBytes(bytes(entry.id().getLeastSignificantBits(), 8));
    }

    private void writeRemains(Remains remains) {
        byte[] leafHash = remains.leafHash();
        if (leafHash != null) {
            noise.writeBytes(leafHash);
            return;
        }
        for (Part part : PARTS) {
            byte[] commitment = remains.commitment(part);
            byte[] salt = remains.salt(part);
            if (commitment != null || salt != null) {
                noise.writeBytes(commitment != null ? commitment : salt);
            }
        }
    }

    private static int gone(Remains remains) {
        int gone = remains.isExpired() ? EXPIRED : 0;
        for (Part part : PARTS) {
            gone |= remains.isErased(part) ? 1 << (part.number() - 1) : 0;
        }
        return gone;
    }

    private static byte[] bytes(long number, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (number >>> 8 * (count - 1 - i));
        }
        return bytes;
    }

    private void writeParts(int[] kinds) {
        boolean isMarked = effort.takesValues() && entries.stream().allMatch(Columns::isClean);
        columns.write(isMarked ? 1 : 0);
        for (Part part : PARTS) {
            if (isMarked) {
                writeMarked(part, kinds);
            } else {
                writeWhole(part, kinds);
            }
        }
    }

    /// Without the values that can be taken out, and an end each.
    private void writeMarked(Part part, int[] kinds) {
        for (int i = 0; i < kinds.length; i++) {
            byte[] text = text(part, i, kinds[i]);
            if (text != null) {
                take(entries.get(i), text);
                columns.write(TakenValues.END);
            }
        }
    }

    /// The lengths before.
    private void writeWhole(Part part, int[] kinds) {
        var texts = new ArrayList<byte[]>();
        for (int i = 0; i < kinds.length; i++) {
            byte[] text = text(part, i, kinds[i]);
            if (text != null) {
                texts.add(text);
                Varints.write(text.length, columns);
            }
        }
        texts.forEach(columns::writeBytes);
    }

    private byte @Nullable [] text(Part part, int index, int kind) {
        byte[] bytes = entries.get(index).draft().stored(part);
        boolean isCut = part == Part.CORE && (kind & ID_OUT_OF_CORE) != 0;
        return bytes != null && isCut ? withoutId(bytes) : bytes;
    }

    private static boolean isClean(Entry entry) {
        for (Part part : PARTS) {
            byte[] bytes = entry.draft().stored(part);
            if (bytes != null && !TakenValues.isClean(bytes)) {
                return false;
            }
        }
        return true;
    }

    private void take(Entry entry, byte[] text) {
        taken.take(
                text,
                near(entry.id(), entry.receivedMillis()),
                entry.organization().getBytes(UTF_8),
                columns);
    }

    /// A time that those in an entry's parts are near to.
    static long near(UUID id, long receivedMillis) {
        return id.version() == 7 ? id.getMostSignificantBits() >>> 16 : receivedMillis;
    }

    private static byte[] withoutId(byte[] core) {
        byte[] shorter = new byte[core.length - ID_CHARS];
        System.arraycopy(core, 0, shorter, 0, ID_OFFSET);
        System.arraycopy(
                core, ID_OFFSET + ID_CHARS, shorter, ID_OFFSET, shorter.length - ID_OFFSET);
        return shorter;
    }

    private static int kind(Entry entry) {
        int kind = 0;
        for (Part part : PARTS) {
            kind |= entry.draft().stored(part) != null ? 1 << (part.number() - 1) : 0;
        }
        byte[] core = entry.draft().stored(Part.CORE);
        kind |= core != null && beginsWithId(core, entry.id()) ? ID_OUT_OF_CORE : 0;
        kind |= entry.draft().remains() != null ? REDUCED : 0;
        kind |= entry.id().version() == 7 ? ID_HAS_TIME : 0;
        return kind;
    }

    private static boolean beginsWithId(byte[] core, UUID id) {
        int end = ID_OFFSET + ID_CHARS;
        return core.length >= end
                && Arrays.equals(core, 0, ID_OFFSET, ID_PREFIX, 0, ID_OFFSET)
                && Arrays.equals(
                        core, ID_OFFSET, end, id.toString().getBytes(US_ASCII), 0, ID_CHARS);
    }
}
