package dev.indelible.storage.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.indelible.core.journal.Draft;
import dev.indelible.core.journal.Entry;
import dev.indelible.event.Leaf;
import dev.indelible.event.Part;
import dev.indelible.event.Parts;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Records of one raw file to and from bytes, as drawn in the package's page. Any thread.
///
/// The checksum starts from the file's salt, which nobody outside knows: bytes inside an event that
/// look like a record are never taken for one when a damaged file is searched for the next whole
/// record.
final class Records {
    static final int HEADER_BYTES = 8;
    private static final byte ENTRY = 1;
    private static final byte END = 2;
    private static final int FIXED_BYTES =
            1 + 8 + 8 + 8 + 8 + 16 + Leaf.SEED_BYTES + 1 + 1 + Short.BYTES + Short.BYTES;
    private static final int END_FIXED_BYTES = 1 + 8 + 8 + 4 + 4;
    private static final byte LAYOUT_WHOLE = 0;

    /// Of one `char`.
    private static final int UTF8_BYTES_MAX = 3;

    private static final Part[] PARTS = Part.values();
    private static final int ALL_PARTS = (1 << PARTS.length) - 1;

    private final byte[] salt;

    Records(long salt) {
        this.salt = ByteBuffer.allocate(Long.BYTES).putLong(salt).array();
    }

    /// What lies in a raw file.
    sealed interface Stored {
        /// Position of the first entry of the append that it was written by.
        long groupFirst();

        /// Bytes of the whole record.
        int bytes();
    }

    /// An entry.
    record StoredEntry(Entry entry, int checksum, long groupFirst, int bytes) implements Stored {}

    /// The end of an append.
    ///
    /// @param end the position after its last entry; the group's first if it only says that all
    ///   before it is durable
    /// @param digest of its entries' checksums: leftovers of a refused append at the same place are
    ///   not taken for its own
    /// @param nextSequences of each organization that it had entries of
    record GroupEnd(
            long end, int digest, Map<String, Long> nextSequences, long groupFirst, int bytes)
            implements Stored {}

    /// Bytes that the entry takes at most, for room to write it: how many exactly, its names would
    /// have to be encoded for.
    static int bytesMax(Entry entry) {
        int chars = entry.organization().length() + entry.draft().key().length();
        return HEADER_BYTES
                + FIXED_BYTES
                + PARTS.length * Integer.BYTES
                + chars * UTF8_BYTES_MAX
                + entry.parts().length();
    }

    /// Writes an entry.
    ///
    /// @param groupFirst position of the first entry of the same append
    /// @return its checksum
    int write(Entry entry, long groupFirst, ByteBuffer into) {
        int start = into.position();
        into.position(start + HEADER_BYTES);
        Draft draft = entry.draft();
        byte[] organization = utf8(draft.organization());
        byte[] key = utf8(draft.key());
        into.put(ENTRY)
                .putLong(entry.position())
                .putLong(groupFirst)
                .putLong(entry.sequence())
                .putLong(entry.receivedMillis())
                .putLong(entry.id().getMostSignificantBits())
                .putLong(entry.id().getLeastSignificantBits())
                .put(draft.seed())
                .put(LAYOUT_WHOLE)
                .put(draft.parts().presence())
                .putShort(shortLength(organization))
                .putShort(shortLength(key));
        for (Part part : PARTS) {
            byte[] bytes = draft.parts().get(part);
            if (bytes != null) {
                into.putInt(bytes.length);
            }
        }
        into.put(organization).put(key);
        for (Part part : PARTS) {
            byte[] bytes = draft.parts().get(part);
            if (bytes != null) {
                into.put(bytes);
            }
        }
        return finish(into, start);
    }

    /// Bytes that the end of an append takes.
    static int endBytes(Map<String, Long> nextSequences) {
        int bytes = HEADER_BYTES + END_FIXED_BYTES;
        for (String organization : nextSequences.keySet()) {
            bytes += Short.BYTES + utf8(organization).length + Long.BYTES;
        }
        return bytes;
    }

    /// Writes the end of an append.
    void write(GroupEnd end, ByteBuffer into) {
        int start = into.position();
        into.position(start + HEADER_BYTES);
        into.put(END)
                .putLong(end.end())
                .putLong(end.groupFirst())
                .putInt(end.digest())
                .putInt(end.nextSequences().size());
        end.nextSequences()
                .forEach((organization, nextSequence) -> {
                    byte[] name = utf8(organization);
                    into.putShort(shortLength(name)).put(name).putLong(nextSequence);
                });
        finish(into, start);
    }

    private int finish(ByteBuffer into, int start) {
        int bodyBytes = into.position() - start - HEADER_BYTES;
        int checksum = checksum(into, start + HEADER_BYTES, bodyBytes);
        into.putInt(start, bodyBytes);
        into.putInt(start + Integer.BYTES, checksum);
        return checksum;
    }

    /// Adds an entry's checksum to those before it in its append; the first is added to 0.
    static int digest(int before, int checksum) {
        return before * 0x0100_0193 ^ checksum;
    }

    private static short shortLength(byte[] text) {
        if (text.length > 0xffff) {
            throw new IllegalArgumentException(
                    "a name of %d bytes; at most 65535 can be kept".formatted(text.length));
        }
        return (short) text.length;
    }

    /// The record at an offset, or null if what is there is not a whole record with its checksum.
    @Nullable Stored read(ByteBuffer from, int offset) {
        if (offset > from.limit() - HEADER_BYTES) {
            return null;
        }
        int bodyBytes = from.getInt(offset);
        int body = offset + HEADER_BYTES;
        if (bodyBytes < END_FIXED_BYTES || bodyBytes > from.limit() - body) {
            return null;
        }
        byte kind = from.get(body);
        if ((kind != ENTRY && kind != END)
                || checksum(from, body, bodyBytes) != from.getInt(offset + Integer.BYTES)) {
            return null;
        }
        return stored(from.slice(body, bodyBytes), from.getInt(offset + Integer.BYTES));
    }

    /// What a damaged entry seems to be, trusted in no way; null if it cannot be read at all.
    static @Nullable StoredEntry readUnchecked(ByteBuffer from, int offset) {
        try {
            ByteBuffer body = from.slice(offset + HEADER_BYTES, from.getInt(offset));
            return body.get(0) == ENTRY && stored(body, 0) instanceof StoredEntry entry
                    ? entry
                    : null;
        } catch (BufferUnderflowException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | NegativeArraySizeException _) {
            return null;
        }
    }

    private static @Nullable Stored stored(ByteBuffer body, int checksum) {
        return body.get() == ENTRY ? entry(body, checksum) : groupEnd(body);
    }

    private static GroupEnd groupEnd(ByteBuffer body) {
        long end = body.getLong();
        long groupFirst = body.getLong();
        int digest = body.getInt();
        int count = body.getInt();
        var nextSequences = new HashMap<String, Long>();
        for (int i = 0; i < count; i++) {
            String organization = text(body, Short.toUnsignedInt(body.getShort()));
            nextSequences.put(organization, body.getLong());
        }
        return new GroupEnd(end, digest, nextSequences, groupFirst, HEADER_BYTES + body.limit());
    }

    private static @Nullable StoredEntry entry(ByteBuffer body, int checksum) {
        long position = body.getLong();
        long groupFirst = body.getLong();
        long sequence = body.getLong();
        long receivedMillis = body.getLong();
        var id = new UUID(body.getLong(), body.getLong());
        byte[] seed = new byte[Leaf.SEED_BYTES];
        body.get(seed);
        byte layout = body.get();
        int presence = body.get();
        if (layout != LAYOUT_WHOLE) {
            return null;
        }
        int organizationBytes = Short.toUnsignedInt(body.getShort());
        int keyBytes = Short.toUnsignedInt(body.getShort());
        int lengthAt = body.position();
        body.position(lengthAt + Integer.bitCount(presence & ALL_PARTS) * Integer.BYTES);
        String organization = text(body, organizationBytes);
        String key = text(body, keyBytes);
        var parts = new byte[PARTS.length] @Nullable [];
        for (int i = 0; i < PARTS.length; i++) {
            if ((presence & 1 << i) != 0) {
                parts[i] = part(body, body.getInt(lengthAt));
                lengthAt += Integer.BYTES;
            }
        }
        var draft = new Draft(organization, id, key, seed, Parts.of(parts));
        var entry = new Entry(position, sequence, receivedMillis, draft);
        return new StoredEntry(entry, checksum, groupFirst, HEADER_BYTES + body.limit());
    }

    /// Null where a damaged length says so.
    private static byte @Nullable [] part(ByteBuffer body, int length) {
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[Math.min(length, body.remaining() + 1)];
        body.get(bytes);
        return bytes;
    }

    private int checksum(ByteBuffer bytes, int offset, int length) {
        var crc = new CRC32C();
        crc.update(salt, 0, salt.length);
        crc.update(bytes.array(), bytes.arrayOffset() + offset, length);
        return (int) crc.getValue();
    }

    /// CRC32C of so many bytes.
    static int plainChecksum(byte[] bytes, int offset, int length) {
        var crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(ByteBuffer from, int bytes) {
        int start = from.position();
        // Refuses what a damaged length would take from behind the record.
        from.position(start + bytes);
        return new String(from.array(), from.arrayOffset() + start, bytes, UTF_8);
    }
}
